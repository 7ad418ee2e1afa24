//! With how much care a piece sources its figures.

use crate::prose::figure::Figure;
use crate::sourcing::scope::Backing;

/// With how much care a piece sources its figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Care {
    /// Hardly ever.
    Thin,
    /// Now and then, or it has few figures.
    Some,
    /// Mostly.
    Careful,
}

impl Care {
    /// The care of a piece with these figures.
    pub(crate) fn of(backed: &[(usize, &Figure, Backing)]) -> Self {
        let claims = backed.iter().filter(|(_, figure, _)| figure.excuse.is_none());
        let sourced = claims.clone().filter(|(.., backing)| backing.step.is_some()).count();
        match claims.count() {
            0..6 => Self::Some,
            all if sourced * 8 < all => Self::Thin,
            all if sourced * 2 >= all => Self::Careful,
            _ => Self::Some,
        }
    }
}
