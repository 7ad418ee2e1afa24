//! What is handed to second readers, as lines of JSON, and what of their answers is taken.

mod answer;
mod guideline;
mod request;

pub use answer::{AnswerRefusal, Strictness, TakenAnswer, TakenAnswers};
pub use guideline::{GUIDELINE, GUIDELINE_VERSION};
pub use request::{article, question};
