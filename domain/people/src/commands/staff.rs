//! `people.create-staff`: an account with which a member of staff signs in. It belongs to a person with an identity, so
//! that "not one's own" holds for staff too. The first two city officers are seated from the machine itself; from then on
//! two people can watch each other, and that door is closed.

use super::message::tell;
use super::register::insert_person;
use crate::access::{self, KEEPERS};
use crate::model::*;
use crate::people::People;
use crate::refusals as no;
use crate::rules::{self, Form};
use crate::store::{access as sql, person};
use serde::Serialize;
use std::sync::Arc;
use tb_crypto::DataKey;
use tb_db::args;
use tb_journal::{Command, Key, Work, execute};
use tb_kernel::{Actor, Fail, GrantId, Node, Outcome, PersonId, Refusal, Role};

/// How many city officers can be seated from the command line.
const SEATS: usize = 2;

/// Secrets are left out of what is recorded; keyed digests stand for them.
#[derive(Serialize)]
struct CreateStaff {
    identity: [u8; 32],
    name: [u8; 32],
    node: Node,
    username: String,
    password_mark: [u8; 32],
    /// Also makes a city officer: only if there are exactly so many yet.
    seat: Option<usize>,
    #[serde(skip)]
    profile: Profile,
    #[serde(skip)]
    password: String,
    #[serde(skip)]
    secret: Vec<u8>,
}

impl People {
    /// Sets up an account for a member of staff, without any role yet. The answer's secret is shown once, to be put into
    /// an authenticator app.
    ///
    /// # Errors
    /// All field faults at once; `people.username-taken`, `people.staff-known`, `people.not-allowed`.
    pub async fn create_staff(self: &Arc<Self>, actor: &Actor, key: &Key, input: StaffInput) -> Outcome<NewStaff> {
        self.set_up(actor, key, input, None).await
    }

    /// The first city officer of an installation; from the command line only.
    ///
    /// # Errors
    /// `people.officer-exists` when there is a city officer; else as [`People::create_staff`].
    pub async fn create_first_admin(self: &Arc<Self>, key: &Key, input: StaffInput) -> Outcome<NewStaff> {
        self.set_up(&Actor::system(), key, input, Some(0)).await
    }

    /// The second city officer, so that from then on nothing needs the command line; from the command line only.
    ///
    /// # Errors
    /// `people.officer-exists` unless there is exactly one city officer; else as [`People::create_staff`].
    pub async fn create_second_admin(self: &Arc<Self>, key: &Key, input: StaffInput) -> Outcome<NewStaff> {
        self.set_up(&Actor::system(), key, input, Some(1)).await
    }

    async fn set_up(
        self: &Arc<Self>,
        actor: &Actor,
        key: &Key,
        input: StaffInput,
        seat: Option<usize>,
    ) -> Outcome<NewStaff> {
        let (profile, node, username) = self.check_staff(&input)?;
        let password = self.hash_password(input.password.clone()).await?;
        let command = CreateStaff {
            identity: self.identity_index(&profile.id_no),
            name: self.name_index(&profile.name),
            node: if seat.is_some() { self.city } else { node },
            username,
            password_mark: self.keys.blind("password", &input.password),
            seat,
            profile,
            password,
            secret: tb_crypto::new_totp_secret(&self.core.entropy),
        };
        let person = execute(self, &self.core, actor, key, command).await?;
        // Read back: when the same key was sent twice, the stored secret is the one of the first time.
        let staff: Option<sql::StaffRecord> = self.core.db.read().row(sql::STAFF_BY_PERSON, args![person]).await?;
        let staff = staff.ok_or_else(|| Fail::Fault(format!("no account of {person}")))?;
        self.new_staff(&staff)
    }

    /// What is shown once of an account: its one-time secret.
    pub(super) fn new_staff(&self, staff: &sql::StaffRecord) -> Outcome<NewStaff> {
        let secret = self.one_time_secret(staff)?;
        let url = tb_crypto::totp_url(&secret, &staff.username, "timebank");
        Ok(NewStaff { person: staff.person, one_time_url: url, one_time_secret: secret })
    }

    fn check_staff(&self, input: &StaffInput) -> Result<(Profile, Node, String), Refusal> {
        let mut form = Form::new();
        let name = form.take("name", PersonName::parse(&input.name));
        let id_no = form.take("id_no", IdNumber::parse(&input.id_no, self.core.now().day()));
        let phone = form.take("phone", rules::check_phone(&input.phone, rules::PhoneNeed::Mobile));
        let node = input.node.unwrap_or(self.city);
        form.must("node", self.places.contains(node), no::UNKNOWN_PLACE);
        let username = form.take("username", rules::username(&input.username));
        form.take("password", rules::password(&input.password, username.as_deref().unwrap_or_default()));
        let read = (|| {
            let profile = Profile {
                name: name?,
                id_no: id_no?,
                phone: phone?,
                address: String::new(),
                home: None,
                emergency: None,
                care: String::new(),
            };
            Some((profile, node, username?))
        })();
        form.give(read)
    }

    /// Off the async threads, and only a few at once.
    pub(super) async fn hash_password(&self, password: String) -> Outcome<String> {
        let _turn = self.passwords.acquire().await.map_err(Fail::fault)?;
        let entropy = self.core.entropy.clone();
        tokio::task::spawn_blocking(move || tb_crypto::hash_password(&password, &entropy)).await.map_err(Fail::fault)
    }

    pub(super) fn seal_one_time(&self, key: &DataKey, person: PersonId, version: i64, secret: &[u8]) -> Vec<u8> {
        let version = version.to_be_bytes();
        key.seal(&[b"staff_user", b"one_time", person.0.as_bytes(), &version], secret, &self.core.entropy)
    }

    pub(super) fn one_time_secret(&self, staff: &sql::StaffRecord) -> Outcome<Vec<u8>> {
        let key = self.key_of(staff.person, &staff.wrapped)?;
        let version = staff.version.to_be_bytes();
        key.open(&[b"staff_user", b"one_time", staff.person.0.as_bytes(), &version], &staff.one_time)
            .map_err(|_| Fail::Fault(format!("the one-time secret of {} could not be opened", staff.person)))
    }
}

impl Command for CreateStaff {
    const NAME: &'static str = "people.create-staff";
    type House = People;
    type Answer = PersonId;

    async fn run(&self, house: &People, work: &mut Work<'_>) -> Outcome<PersonId> {
        match self.seat {
            Some(seated) => self.may_seat(house, work, seated).await?,
            None => access::may_do(work.actor, KEEPERS, self.node)?,
        }
        let username = house.keys.blind("username", &self.username);
        People::take_turns(work.tx, work.now, vec![self.identity, username]).await?;
        let taken: Option<sql::StaffRecord> = work.tx.row(sql::STAFF_BY_NAME, args![&self.username]).await?;
        if taken.is_some() {
            return Err(no::at("username", no::USERNAME_TAKEN));
        }
        let known: Option<person::PersonRecord> = work.tx.row(person::BY_IDENTITY, args![self.identity]).await?;
        let person = match known {
            Some(record) => self.known(work, &record).await?,
            None => {
                let preferences = Preferences::default();
                insert_person(house, work, &self.profile, self.node, self.identity, preferences).await?.0
            }
        };
        work.about("person", person, self.node);
        let record = house.load_one(work.tx, person).await?.ok_or(Refusal::not_found())?.record;
        let key = house.key_of(person, &record.wrapped)?;
        let secret = house.seal_one_time(&key, person, 1, &self.secret);
        let args = args![person, &self.username, &self.password, secret, work.now, work.actor.person];
        work.tx.run(sql::ADD_STAFF, args).await?;
        if self.seat.is_some() {
            let grant: GrantId = work.id();
            let (role, today) = (Role::CityOfficer.code(), work.now.day());
            let nobody: (Option<tb_kernel::Day>, Option<PersonId>, Option<tb_kernel::ApprovalId>) = (None, None, None);
            let args = args![
                grant, person, role, house.city, today, nobody.0, "active", "seated", nobody.1, work.now, nobody.2
            ];
            work.tx.run(sql::ADD_GRANT, args).await?;
        }
        tell(work, person, "people-told-staff", &[], None).await?;
        Ok(person)
    }
}

impl CreateStaff {
    async fn may_seat(&self, house: &People, work: &mut Work<'_>, seated: usize) -> Outcome<()> {
        if !work.actor.is_system() {
            return Err(Refusal::not_found().into());
        }
        People::take_turns(work.tx, work.now, vec![tb_crypto::digest(&[b"seats"])]).await?;
        let officers: Vec<sql::GrantRecord> =
            work.tx.rows(sql::CITY_OFFICERS, args![house.city, work.now.day()]).await?;
        if officers.len() != seated || seated >= SEATS {
            return Err(Refusal::conflict(no::OFFICER_EXISTS).into());
        }
        Ok(())
    }

    /// The person exists: the name must be the same, and an account must not be there yet.
    async fn known(&self, work: &mut Work<'_>, record: &person::PersonRecord) -> Outcome<PersonId> {
        if record.name_index != self.name {
            return Err(no::at("name", no::IDENTITY_MISMATCH));
        }
        let account: Option<sql::StaffRecord> = work.tx.row(sql::STAFF_BY_PERSON, args![record.id]).await?;
        if account.is_some() {
            return Err(Refusal::conflict(no::STAFF_KNOWN).into());
        }
        Ok(record.id)
    }
}
