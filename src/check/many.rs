//! Does one thing with each of many, on all threads where there are some.

/// What comes of each, in their order.
pub(crate) fn each<T: Sync, R: Send>(all: &[T], one: impl Fn(&T) -> R + Sync + Send) -> Vec<R> {
    #[cfg(feature = "app")]
    match all {
        // Threads are not worth their start.
        [only] => vec![one(only)],
        _ => {
            use rayon::prelude::*;
            all.par_iter().map(one).collect()
        }
    }
    #[cfg(not(feature = "app"))]
    all.iter().map(one).collect()
}
