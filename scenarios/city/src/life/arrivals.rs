//! People come to the bank: alone with a code on their telephone, at the desk, or by calling the site; officers look at
//! what they handed in; families are recorded.

use crate::city::City;
use crate::people::Means;
use crate::plan::Live;
use std::collections::BTreeSet;
use std::sync::Arc;
use tb_jobs::Job;
use tb_kernel::{Actor, PageSize, PersonId};
use tb_people::{
    Capability, Checks, Claims, Degree, ElderClaims, Enrol, EnrolmentKind, LinkInput, LinkKind, Origin, PendingRow,
    PowersInput, Purpose, Registration, SignedIn, TokenHash, VolunteerClaims,
};
use tb_policy::{Check, KinKind};

/// The text people agree to.
const CONSENT: &str = "privacy-1";
/// Applications looked at in one sitting.
const SITTING: i64 = 60;

impl City {
    pub(crate) async fn arrive(&mut self, who: usize) -> Live<()> {
        if self.residents[who].person.is_some() {
            return Ok(());
        }
        let alone = self.comes_alone(who);
        let proof = if alone { self.prove_phone(who).await? } else { None };
        let quarter = self.residents[who].quarter;
        let soul = &self.residents[who].soul;
        let claims = match (soul.part.is_elder(), soul.part.is_volunteer()) {
            (true, _) => Some(self.elder_claims(who)),
            (false, true) => Some(self.volunteer_claims(who)),
            (false, false) => None,
        };
        let hotline = soul.habits.means == Means::Call;
        let actor = if alone { Actor::visitor() } else { self.staff().clerks[quarter].actor() };
        let input =
            Registration { person: soul.form(self.emergency(who)), claims, consent: CONSENT.into(), proof, hotline };
        if alone && proof.is_none() {
            return Ok(());
        }
        let key = self.key();
        let registered = self.house.people.register(&actor, &key, input).await;
        let Some(registered) = self.note("people.register", registered)? else { return Ok(()) };
        self.residents[who].person = Some(registered.person);
        self.by_person.insert(registered.person, who);
        self.also_serves(who).await?;
        self.allow(who).await?;
        self.record_family(who).await
    }

    /// Most who serve agree to be located at the door, some to be thanked in public; one in nine wants neither.
    async fn allow(&mut self, who: usize) -> Live<()> {
        let (Some(person), Some(actor)) = (self.residents[who].person, self.voice(who)) else { return Ok(()) };
        if !self.residents[who].soul.part.is_volunteer() || who % 9 == 8 {
            return Ok(());
        }
        let honour = who.is_multiple_of(3).then_some(Purpose::Honour);
        for purpose in [Some(Purpose::Location), honour].into_iter().flatten() {
            let key = self.key();
            let given = self.house.people.consent(&actor, &key, person, purpose, Some(purpose.version())).await;
            self.note("people.consent", given)?;
        }
        Ok(())
    }

    /// A number that somebody else has already cannot prove who is new: families go to the desk.
    fn comes_alone(&self, who: usize) -> bool {
        let soul = &self.residents[who].soul;
        let mine = |other: &crate::residents::Resident| other.person.is_some() && other.soul.phone == soul.phone;
        let willing = if soul.part.is_volunteer() { 620 } else { 350 };
        soul.habits.means == Means::Page
            && soul.phone.is_some()
            && self.dice.chance(willing)
            && !self.residents.iter().any(mine)
    }

    /// Asks for a code, reads it on the telephone and types it in.
    async fn prove_phone(&mut self, who: usize) -> Live<Option<TokenHash>> {
        let Some(phone) = self.residents[who].soul.phone.clone() else { return Ok(None) };
        let origin = Origin {
            address: format!("10.0.{}.{}", who / 250, who % 250 + 1),
            device: "微信浏览器".into(),
            request: None,
        };
        let (visitor, people, key) = (Actor::visitor(), self.house.people.clone(), self.key());
        let sent = people.request_code(&visitor, &key, phone.text(), &origin).await;
        if self.note("people.request-code", sent)?.is_none() {
            return Ok(None);
        }
        let delivered = self.texts.run().await;
        self.must("people.deliver-texts", delivered)?;
        let Some(code) = self.postbox.code(phone.text()) else { return Ok(None) };
        if self.dice.chance(40) {
            // A slip of the finger, then the right one.
            let key = self.key();
            let wrong =
                people.sign_in_with_code(&visitor, &key, phone.text(), "000000", TokenHash([0; 32]), &origin).await;
            self.note("people.sign-in", wrong)?;
        }
        let token = TokenHash::of(&format!("life-{}-{who}", self.plan.seed));
        let key = self.key();
        let signed_in = people.sign_in_with_code(&visitor, &key, phone.text(), &code, token, &origin).await;
        Ok(match self.note("people.sign-in", signed_in)? {
            Some(SignedIn::New) => Some(token),
            _ => None,
        })
    }

    /// An elder in good health applies as a volunteer as well.
    async fn also_serves(&mut self, who: usize) -> Live<()> {
        let soul = &self.residents[who].soul;
        if !(soul.part.is_elder() && soul.part.is_volunteer()) {
            return Ok(());
        }
        let input = Enrol { claims: self.volunteer_claims(who), consent: CONSENT.into() };
        let Some(actor) = self.voice(who) else { return Ok(()) };
        let key = self.key();
        let enrolled = self.house.people.enrol(&actor, &key, input).await;
        self.note("people.enrol", enrolled).map(|_| ())
    }

    /// Kin are recorded at the desk once both are there, and confirmed by an officer.
    async fn record_family(&mut self, who: usize) -> Live<()> {
        let relatives: Vec<(usize, crate::people::Kin)> = (0..self.residents.len())
            .filter_map(|n| Some((n, self.residents[n].soul.kin?)))
            .filter(|(n, kin)| *n == who || kin.other == who)
            .collect();
        for (one, kin) in relatives {
            let (Some(a), Some(b)) = (self.residents[one].person, self.residents[kin.other].person) else { continue };
            let quarter = self.residents[kin.other].quarter;
            let (clerk, officer) = (self.staff().clerks[quarter].actor(), self.staff().streets[quarter].actor());
            let input = LinkInput { a, b, kind: LinkKind::Kin(kin.kind), evidence: "户口簿".into() };
            let key = self.key();
            let link = self.house.people.record_link(&clerk, &key, input).await;
            let Some(link) = self.note("people.record-link", link)? else { continue };
            let key = self.key();
            let confirmed = self.house.people.decide_link(&officer, &key, link, true, "材料齐全").await;
            if self.note("people.decide-link", confirmed)?.is_some() && kin.kind == KinKind::Parent {
                self.let_child_help(a, kin.other).await?;
            }
        }
        Ok(())
    }

    /// An elder lets a child see the account, and ask for help once the elder says yes.
    async fn let_child_help(&mut self, child: PersonId, elder: usize) -> Live<()> {
        let Some(actor) = self.voice(elder) else { return Ok(()) };
        let degrees = vec![(Capability::Ask, Degree::Together), (Capability::Statement, Degree::Assist)];
        let powers = PowersInput { proxy: child, degrees, note: "授权书".into() };
        let key = self.key();
        let given = self.house.people.grant_proxy(&actor, &key, powers).await;
        self.note("people.grant-proxy", given).map(|_| ())
    }

    fn emergency(&self, who: usize) -> Option<tb_people::EmergencyInput> {
        let soul = &self.residents[who].soul;
        let relative = self.residents.iter().find(|r| r.soul.kin.is_some_and(|kin| kin.other == who))?;
        let phone = relative.soul.phone.as_ref()?;
        let relation = if relative.soul.birth > soul.birth.plus_years(18) { "子女" } else { "配偶" };
        let (name, phone) = (relative.soul.name.clone(), phone.text().to_owned());
        Some(tb_people::EmergencyInput { name, phone, relation: relation.into() })
    }

    fn elder_claims(&self, who: usize) -> Claims {
        Claims::Elder(ElderClaims { resident: true, traits: self.residents[who].soul.traits.clone() })
    }
    fn volunteer_claims(&self, who: usize) -> Claims {
        let student = self.residents[who].soul.student;
        Claims::Volunteer(VolunteerClaims { resident: true, student, healthy: true, good_record: true })
    }

    // ---- review -----------------------------------------------------------------------------------------------------

    /// A street officer looks at the applications of a quarter.
    pub(crate) async fn review(&mut self, quarter: usize) -> Live<()> {
        if self.is_quiet() {
            return Ok(());
        }
        let officer = self.staff().streets[quarter].actor();
        let people = Arc::clone(&self.house.people);
        let waiting = people.list_pending(&officer, None, None, None, PageSize::of(SITTING)).await;
        for row in self.must("people.list-pending", waiting)?.rows {
            self.review_one(&officer, &row).await?;
        }
        self.deliver().await
    }

    async fn review_one(&mut self, officer: &Actor, row: &PendingRow) -> Live<()> {
        let Some(who) = self.by_person.get(&row.person).copied() else { return Ok(()) };
        if self.dice.chance(18) {
            let key = self.key();
            let refused = self.house.people.refuse(officer, &key, row.id, "材料不全，请补齐后再来。", None).await;
            return self.note("people.refuse", refused).map(|_| ());
        }
        let checks = self.checks(who, row.kind);
        let key = self.key();
        let approved = self.house.people.approve(officer, &key, row.id, checks).await;
        if self.note("people.approve", approved)?.is_some() {
            match row.kind {
                EnrolmentKind::Elder => self.residents[who].is_elder = true,
                EnrolmentKind::Volunteer => self.residents[who].is_volunteer = true,
            }
        }
        Ok(())
    }

    /// What the officer finds: nearly always what the policy asks for.
    fn checks(&self, who: usize, kind: EnrolmentKind) -> Checks {
        let soul = &self.residents[who].soul;
        let mut passed: BTreeSet<Check> = Check::ALL.iter().copied().collect();
        let volunteer = kind == EnrolmentKind::Volunteer;
        if volunteer && self.dice.chance(15) {
            passed.remove(&Check::Health);
        }
        let exam = if self.dice.chance(30) { self.dice.between(40, 79) } else { self.dice.between(80, 100) };
        let until = self.now().day().plus_days(self.dice.between(200, 1500));
        Checks {
            passed,
            resident: true,
            student: soul.student,
            trained: volunteer && !self.dice.chance(20),
            exam_percent: volunteer.then(|| u8::try_from(exam).unwrap_or(80)),
            licences: soul.licence.filter(|_| volunteer).map(|licence| (licence, until)).into_iter().collect(),
        }
    }

    /// Somebody enters the same person again, mistypes, or asks for what nobody may have: for the mishaps.
    pub(crate) async fn register_wrongly(&mut self, who: usize, slip: Slip) -> Live<()> {
        let quarter = self.residents[who].quarter;
        let mut person = self.residents[who].soul.form(None);
        let mut claims = Some(self.elder_claims(who));
        let mut actor = self.staff().clerks[quarter].actor();
        match slip {
            Slip::Digit => person.id_no = swap_last_digits(&person.id_no),
            Slip::Twice => claims = None,
            Slip::Name => person.name = "张三丰".into(),
            Slip::Young => {
                let birth = self.now().day().plus_years(-self.dice.between(30, 58));
                person.id_no = self.numbers.identity(&self.dice, birth, self.residents[who].soul.sex).text().to_owned();
            }
            Slip::Elsewhere => {
                let other = (quarter + 1) % self.quarters.len();
                actor = self.staff().clerks[other].actor();
                let birth = self.now().day().plus_years(-70);
                person.id_no = self.numbers.identity(&self.dice, birth, self.residents[who].soul.sex).text().to_owned();
            }
        }
        let input = Registration { person, claims, consent: CONSENT.into(), proof: None, hotline: false };
        let key = self.key();
        let registered = self.house.people.register(&actor, &key, input).await;
        self.note("people.register", registered).map(|_| ())
    }

    /// A clerk opens the file of somebody whose matter it is.
    pub(crate) async fn open_file(&mut self, who: usize) -> Live<()> {
        let Some(person) = self.residents[who].person else { return Ok(()) };
        let clerk = self.staff().clerks[self.residents[who].quarter].actor();
        let key = self.key();
        let revealed = self.house.people.reveal(&clerk, &key, person, "电话回访").await;
        self.note("people.reveal", revealed).map(|_| ())
    }
}

/// What can go wrong at the desk.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Slip {
    Digit,
    Twice,
    Name,
    Young,
    Elsewhere,
}

/// Two neighbouring digits exchanged (or the first one changed when they are the same): what fingers do.
fn swap_last_digits(number: &str) -> String {
    let mut chars: Vec<char> = number.chars().collect();
    if chars.len() == 18 {
        if chars[15] == chars[16] {
            chars[16] = if chars[16] == '9' { '0' } else { '9' };
        } else {
            chars.swap(15, 16);
        }
    }
    chars.into_iter().collect()
}
