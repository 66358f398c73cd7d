//! Finding tools by what somebody wants done, in plain words.
//!
//! Field-weighted BM25 over an immutable index that all sessions share; what a session may not use is left out while
//! ranking, so that a restricted session still gets as many answers as it asked for.

mod analysis;
mod clauses;
mod index;
mod intent;
mod rank;

pub(crate) use index::Index;
pub use rank::Hit;
pub(crate) use rank::{Part, rank};
