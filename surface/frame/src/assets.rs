//! Styles, scripts, icons: embedded in the program, named by their content, kept by browsers for ever. The worker alone
//! keeps its plain name, because browsers ask for it again by it.

use crate::Faces;
use axum::extract::Path;
use axum::http::HeaderValue;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use tb_http::{Access, Answer, Cache, Doors, Entry, Limit, Trouble, Verb};

#[derive(RustEmbed)]
#[folder = "../web/ui/dist/"]
#[exclude = "gallery/*"]
struct Built;

/// Plain name → address, as the build wrote it.
static ADDRESSES: LazyLock<BTreeMap<String, String>> = LazyLock::new(|| {
    let manifest = Built::get("manifest.json").map(|file| file.data).unwrap_or_default();
    let names: BTreeMap<String, String> = serde_json::from_slice(&manifest).unwrap_or_default();
    names.into_iter().map(|(plain, hashed)| (plain, format!("/assets/{hashed}"))).collect()
});

/// The address of a built file by its plain name (`citizen.css`); an unknown name is logged and shown as it is.
pub fn asset_address(plain: &str) -> Cow<'static, str> {
    match ADDRESSES.get(plain) {
        Some(address) => Cow::Borrowed(address.as_str()),
        None => {
            tracing::error!(plain, "a page asks for a file that was not built");
            Cow::Owned(format!("/assets/{plain}"))
        }
    }
}

/// `/assets/…` and the worker.
pub fn asset_doors() -> Doors<Faces> {
    let public = |path, action| Entry::page(Verb::Get, path, action, Access::Public).limit(Limit::Free);
    Doors::new()
        .add(public("/assets/{name}", "page.asset").cache(Cache::Forever), asset)
        .add(public("/sw.js", "page.worker").cache(Cache::Seconds(0)), || async { file("sw.js") })
        .add(public("/favicon.ico", "page.icon").cache(Cache::Seconds(86_400)), || async { file_of("icon-192.png") })
}

async fn asset(Path(name): Path<String>) -> Answer<Response> {
    file(&name)
}

fn file_of(plain: &str) -> Answer<Response> {
    file(asset_address(plain).trim_start_matches("/assets/"))
}

fn file(name: &str) -> Answer<Response> {
    let found = Built::get(name).filter(|_| !name.contains('/')).ok_or_else(Trouble::not_found)?;
    Ok(([(CONTENT_TYPE, media_type(name))], found.data.into_owned()).into_response())
}

fn media_type(name: &str) -> HeaderValue {
    let ending = name.rsplit('.').next().unwrap_or_default();
    HeaderValue::from_static(match ending {
        "css" => "text/css; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "webmanifest" => "application/manifest+json",
        "json" => "application/json",
        "woff2" => "font/woff2",
        "mp3" => "audio/mpeg",
        _ => "application/octet-stream",
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_pages_load_is_built_and_has_its_type() {
        for plain in [
            "citizen.css",
            "console.css",
            "print.css",
            "map.css",
            "map.js",
            "app.js",
            "icons.svg",
            "logo.svg",
            "apple-touch-icon.png",
            "manifest.webmanifest",
        ] {
            let address = asset_address(plain);
            let name = address.trim_start_matches("/assets/");
            assert!(file(name).is_ok(), "{plain} is not built");
            assert_ne!(media_type(name), "application/octet-stream", "{plain}");
        }
        assert!(file("sw.js").is_ok());
        assert!(file("../Cargo.toml").is_err() && file("gallery/home.zh.html").is_err());
    }
}
