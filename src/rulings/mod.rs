//! What second readers made of claims.

mod line;
mod record;
mod ruling;

pub use record::{BadReading, NAME, Rulings, Stand};
pub use ruling::{ReadAs, Ruling, claim_named, shown};
