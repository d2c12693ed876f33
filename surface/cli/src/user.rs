//! `timebank user`: the first accounts of an installation. Everything after that is done on the pages, by two people.

use crate::open;
use anyhow::bail;
use clap::{Args, Subcommand};
use std::io::{IsTerminal, Read};
use std::path::Path;
use std::process::ExitCode;
use tb_journal::Key;
use tb_kernel::Fail;
use tb_people::StaffInput;
use tb_words::Words;

#[derive(Subcommand)]
pub(crate) enum User {
    /// Make the first city officer; refused when there is one.
    CreateAdmin(Create),
    /// Make the second city officer, so that four eyes can begin; refused when there are two.
    CreateSecondAdmin(Create),
}

#[derive(Args)]
pub(crate) struct Create {
    #[arg(long)]
    name: String,
    /// 18-character identity number.
    #[arg(long)]
    id_number: String,
    #[arg(long)]
    phone: String,
    #[arg(long)]
    username: String,
    /// Read the password from standard input (one line) instead of asking.
    #[arg(long)]
    password_stdin: bool,
}

impl User {
    pub(crate) async fn run(self, file: Option<&Path>) -> anyhow::Result<ExitCode> {
        let config = open::configuration(file)?;
        crate::log::begin(&config);
        let opened = open::house(&config).await?;
        let (create, first) = match self {
            User::CreateAdmin(create) => (create, true),
            User::CreateSecondAdmin(create) => (create, false),
        };
        let people = &opened.house.people;
        let key = Key::internal(format!("cli:{}", opened.house.core.id::<tb_kernel::JournalId>()));
        let input = StaffInput {
            name: create.name,
            id_no: create.id_number,
            phone: create.phone,
            node: None,
            username: create.username.clone(),
            password: password(create.password_stdin)?,
        };
        let made = if first {
            people.create_first_admin(&key, input).await
        } else {
            people.create_second_admin(&key, input).await
        };
        match made {
            Ok(made) => {
                println!("account   {}", create.username);
                println!("one-time codes: enter this address in an authenticator app; it is shown only now");
                println!("{}", made.one_time_url);
                Ok(ExitCode::SUCCESS)
            }
            Err(Fail::Refused(refusal)) => {
                let text = Words::load().lang(tb_words::CHINESE);
                let faults: Vec<String> =
                    refusal.fields.iter().map(|fault| format!("\n  {}: {}", fault.field, text.field(fault))).collect();
                bail!("{}{}", text.refusal(&refusal), faults.concat())
            }
            Err(fault) => Err(fault.into()),
        }
    }
}

/// The password: from standard input, never from the command line, where others could read it.
fn password(from_stdin: bool) -> anyhow::Result<String> {
    if !from_stdin && std::io::stdin().is_terminal() {
        eprint!("password (it will be shown while you type): ");
    }
    let mut text = String::new();
    if from_stdin {
        std::io::stdin().read_to_string(&mut text)?;
    } else {
        std::io::stdin().read_line(&mut text)?;
    }
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}
