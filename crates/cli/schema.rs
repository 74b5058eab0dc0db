//! `larder schema`: the JSON Schema of the archive, made from the same types that read and write it.

use larder_core::record;

use crate::{
    args::{SchemaArgs, SchemaForm},
    exit::Exit,
    failure::Failure,
    report::{Talk, pretty},
};

/// Prints the schema.
pub(crate) fn run(args: &SchemaArgs, talk: &Talk) -> Result<Exit, Failure> {
    let schema = match args.form {
        SchemaForm::Json => record::document_schema(),
        SchemaForm::Jsonl => record::record_schema(),
    };
    talk.result(&pretty(&schema)).map(|()| Exit::Complete)
}
