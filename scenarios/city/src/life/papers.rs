//! Papers of the last day: some volunteers have had a certificate made, one says that something is missing in the record,
//! one was honoured.

use crate::city::City;
use crate::plan::Live;
use tb_journal::Command;
use tb_kernel::{Actor, PersonId};
use tb_recognition::{AskCorrection, Block, Issue, Recognition, RecordAward, Shows};

/// Certificates made on the last day.
const MADE: usize = 4;

impl City {
    /// Leaves some papers for whoever looks.
    pub(crate) async fn leave_papers(&mut self) -> Live<()> {
        let (from, to) = (self.plan.first_day(), self.now().day());
        let volunteers: Vec<(usize, PersonId)> = self
            .residents
            .iter()
            .enumerate()
            .filter(|(_, resident)| resident.is_volunteer)
            .filter_map(|(who, resident)| Some((who, resident.person?)))
            .collect();
        let mut made = 0;
        for (who, person) in volunteers {
            if made == MADE {
                break;
            }
            let Some(actor) = self.residents[who].citizen() else { continue };
            let shows = Shows::ALL[made % Shows::ALL.len()];
            let issue = Issue { person, from, to, details: made == 0, shows };
            if self.certify(&actor, issue).await?.is_none() {
                continue;
            }
            if made == 0 {
                let said = "上月有一次助餐少记了半小时".to_owned();
                self.certify(&actor, AskCorrection { person, block: Block::Service, said }).await?;
            }
            if made == 1 {
                let officer = self.staff().streets[self.residents[who].quarter].actor();
                let (title, body) = ("优秀志愿者".to_owned(), "街道办事处".to_owned());
                self.certify(&officer, RecordAward { person, title, body, given_on: to }).await?;
            }
            made += 1;
        }
        Ok(())
    }

    async fn certify<C>(&mut self, actor: &Actor, command: C) -> Live<Option<C::Answer>>
    where
        C: Command<House = Recognition>,
    {
        let key = self.key();
        let outcome = self.house.recognition.run(actor, &key, command).await;
        self.note(C::NAME, outcome)
    }
}
