//! Ways in and out: by telephone, by choosing among those who share one, by registering, by user name for staff, by one
//! press where everything is made up; and how the pages should look.

mod area;
mod demo;
mod display;
mod enrol;
mod phone;
mod register;
mod session;
mod staff;

use crate::{own, own_form, public, public_form, sign_in_form};
use tb_frame::Faces;
use tb_http::Doors;

pub(crate) fn doors(demo: bool) -> Doors<Faces> {
    let doors = Doors::new()
        .add(public("/sign-in", "page.sign-in"), phone::ask)
        .add(sign_in_form("/sign-in", "people.request-code"), phone::send)
        .add(public("/sign-in/code", "page.sign-in-code"), phone::start_over)
        .add(sign_in_form("/sign-in/code", "people.sign-in"), phone::enter)
        .add(public("/sign-in/person", "page.sign-in-person"), phone::start_over)
        .add(sign_in_form("/sign-in/person", "people.choose-person"), phone::choose)
        .add(public("/register", "page.register"), phone::start_over)
        .add(public_form("/register", "people.register"), register::form)
        .add(own("/enrol", "page.enrol"), enrol::ask)
        .add(own_form("/enrol", "people.enrol"), enrol::send)
        .add(public("/staff/sign-in", "page.staff-sign-in"), staff::ask)
        .add(sign_in_form("/staff/sign-in", "people.staff-sign-in"), staff::enter)
        .add(public_form("/sign-out", "people.sign-out"), session::leave)
        .add(own_form("/acting/leave", "people.stop-acting"), session::stop_acting)
        .add(public_form("/display", "people.prefer"), display::choose);
    if !demo {
        return doors;
    }
    doors.add(public("/demo", "page.demo"), demo::list).add(public_form("/demo", "people.demo-sign-in"), demo::enter)
}
