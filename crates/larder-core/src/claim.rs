//! A value together with how sure we are of it.

use std::borrow::Cow;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A value that may have been inferred rather than stated.
///
/// `how` is absent when the source states the value in so many words; otherwise it names the rule or the evidence, for
/// example `previous chapter + 1`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[non_exhaustive]
pub struct Claim<T> {
    /// The value.
    pub value: T,
    /// How sure it is.
    #[serde(default, skip_serializing_if = "Confidence::is_high")]
    pub confidence: Confidence,
    /// How the value was inferred. Absent: the source states it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub how: Option<Cow<'static, str>>,
}

impl<T> Claim<T> {
    /// A value the source states.
    pub fn stated(value: T) -> Self {
        Self { value, confidence: Confidence::High, how: None }
    }

    /// A value inferred from something else, with the rule that gave it.
    pub fn inferred(value: T, confidence: Confidence, how: impl Into<Cow<'static, str>>) -> Self {
        Self { value, confidence, how: Some(how.into()) }
    }
}

/// How sure an inferred value is.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum Confidence {
    /// Two readings are possible; the likelier one was taken.
    Low,
    /// Stated, or confirmed by a second source.
    #[default]
    High,
}

impl Confidence {
    fn is_high(&self) -> bool {
        *self == Self::High
    }
}
