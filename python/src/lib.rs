//! copydesk for Python: rows of JSON in, rows of JSON out, by the functions that `copydesk stream` calls.

use std::path::PathBuf;

use copydesk::app::rows::{Desk as RowDesk, RowLine};
use copydesk::rows::{REACH, Wanted, compared};
use pyo3::exceptions::{PyRuntimeError, PyValueError};
use pyo3::prelude::*;
use pyo3::pybacked::PyBackedStr;
use rayon::prelude::*;

/// Rows are judged by one publication, as many at the same time as `jobs`.
#[pyclass]
struct Desk {
    desk: RowDesk,
    jobs: usize,
}

#[pymethods]
impl Desk {
    #[new]
    fn new(config: Option<PathBuf>, profile: Option<&str>, findings: bool, prints: bool, jobs: usize) -> PyResult<Self> {
        let desk = RowDesk::new(config.as_deref(), profile, Wanted { findings, prints }).map_err(PyValueError::new_err)?;
        Ok(Self { desk, jobs: jobs.max(1) })
    }

    /// Answers rows in their order.
    fn answer(&mut self, py: Python<'_>, rows: Vec<PyBackedStr>) -> PyResult<Vec<String>> {
        let (jobs, desk, lines) = (self.jobs, &mut self.desk, lines(&rows));
        let answered = py.detach(|| pool(jobs)?.install(|| desk.answer(lines)));
        let answered = answered.map_err(PyRuntimeError::new_err)?;
        Ok(answered.into_iter().map(|(line, _)| line).collect())
    }

    /// Answers rows with what rules across drafts tell of them; `joined` is what is known of the archive that they are a part of.
    fn across(&mut self, py: Python<'_>, rows: Vec<PyBackedStr>, joined: &str) -> PyResult<Vec<String>> {
        let (jobs, desk, lines) = (self.jobs, &mut self.desk, lines(&rows));
        py.detach(|| pool(jobs)?.install(|| desk.across(lines, joined))).map_err(PyValueError::new_err)
    }
}

fn lines(rows: &[PyBackedStr]) -> Vec<RowLine> {
    rows.iter().enumerate().map(|(number, row)| (number + 1, Ok(row.as_bytes().to_vec()))).collect()
}

/// How alike the passages of each pair are, by their words.
#[pyfunction]
fn compare(py: Python<'_>, pairs: Vec<(PyBackedStr, PyBackedStr)>, jobs: usize) -> PyResult<Vec<String>> {
    let compare = |(first, second): &(PyBackedStr, PyBackedStr)| compared(first, second);
    let all = || pool(jobs.max(1))?.install(|| pairs.par_iter().map(compare).collect::<Result<_, String>>());
    py.detach(all).map_err(PyValueError::new_err)
}

/// Threads for one call: none outlives it, so that a process may fork afterwards.
fn pool(jobs: usize) -> Result<rayon::ThreadPool, String> {
    rayon::ThreadPoolBuilder::new().num_threads(jobs).build().map_err(|error| error.to_string())
}

#[pymodule]
fn _copydesk(module: &Bound<'_, PyModule>) -> PyResult<()> {
    module.add("__version__", env!("CARGO_PKG_VERSION"))?;
    module.add("REACH", REACH)?;
    module.add_class::<Desk>()?;
    module.add_function(wrap_pyfunction!(compare, module)?)
}
