//! Logistic regression with an L2 penalty by coordinate descent, in the order of the features: the same rows give the same weights.

/// What is learned from: which features it has, each once, how much it counts, and whether it is what is looked for.
pub(crate) struct Row {
    pub(crate) clues: Vec<u32>,
    pub(crate) weight: f64,
    pub(crate) wanted: bool,
}

/// The weights of the known features that tell what is wanted, and their offset. `bounds` gives a feature's penalty and its largest weight.
pub(crate) fn learn(rows: &[Row], known: &[u32], rounds: usize, bounds: &dyn Fn(u32) -> (f64, f64)) -> (Vec<f64>, f64) {
    let features = rows.iter().flat_map(|row| &row.clues).chain(known).max().map_or(0, |last| *last as usize + 1);
    let mut columns: Vec<Vec<u32>> = vec![Vec::new(); features];
    for (number, row) in rows.iter().enumerate() {
        row.clues.iter().for_each(|&clue| columns[clue as usize].push(number as u32));
    }
    let wanted: Vec<f64> = rows.iter().map(|row| f64::from(u8::from(row.wanted))).collect();
    let mut sums = vec![0.0_f64; rows.len()];
    let mut chances = vec![0.5_f64; rows.len()];
    let (mut weights, mut offset) = (vec![0.0_f64; known.len()], 0.0_f64);
    let everything: Vec<u32> = (0..rows.len() as u32).collect();
    for _ in 0..rounds {
        let mut step = |column: &[u32], weight: f64, penalty: f64, most: f64| -> f64 {
            let (mut slope, mut bend) = (penalty * weight, penalty);
            for &row in column {
                let row = row as usize;
                slope += rows[row].weight * (chances[row] - wanted[row]);
                bend += rows[row].weight * chances[row] * (1.0 - chances[row]);
            }
            let change = (weight + (-slope / bend.max(1e-6)).clamp(-0.5, 0.5)).clamp(-most, most) - weight;
            if change.abs() > 1e-4 {
                for &row in column {
                    let row = row as usize;
                    sums[row] += change;
                    chances[row] = 1.0 / (1.0 + (-sums[row]).exp());
                }
                return change;
            }
            0.0
        };
        offset += step(&everything, offset, 0.0, f64::INFINITY);
        for (weight, &clue) in weights.iter_mut().zip(known) {
            let column = &columns[clue as usize];
            if !column.is_empty() {
                let (penalty, most) = bounds(clue);
                *weight += step(column, *weight, penalty, most);
            }
        }
    }
    (weights, offset)
}
