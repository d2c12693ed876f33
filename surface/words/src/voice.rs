//! The catalogue as the voice of the door: what problem documents and error pages say.

use crate::catalogue::Words;
use crate::negotiate::negotiate;
use tb_http::Voice;
use tb_kernel::{FieldFault, Refusal};

impl Voice for Words {
    fn negotiate(&self, accept_language: Option<&str>, chosen: Option<&str>) -> &'static str {
        negotiate(accept_language, chosen)
    }
    fn say(&self, lang: &str, key: &str) -> String {
        self.lang(lang).get(key)
    }
    fn refusal(&self, lang: &str, refusal: &Refusal) -> String {
        self.lang(lang).refusal(refusal)
    }
    fn field(&self, lang: &str, fault: &FieldFault) -> String {
        self.lang(lang).field(fault)
    }
}
