//! What is worked out of the words of a block alone, kept with what was read of it.

use std::any::{Any, TypeId};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

/// What was worked out of the words of a block alone, each by its type.
#[derive(Debug, Clone, Default)]
pub(super) struct Memo(Arc<Mutex<FxHashMap<TypeId, Arc<dyn Any + Send + Sync>>>>);

impl Memo {
    /// What is kept of this type; what `work` makes, where there is none.
    pub(super) fn get<T: Any + Send + Sync>(&self, work: impl FnOnce() -> T) -> Arc<T> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let known = lock().get(&TypeId::of::<T>()).cloned();
        match known.map(Arc::downcast) {
            Some(Ok(known)) => known,
            _ => {
                let new = Arc::new(work());
                lock().insert(TypeId::of::<T>(), new.clone());
                new
            }
        }
    }
}
