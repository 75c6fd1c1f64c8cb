//! What the signed API says about the site itself: of `[site]`.

/// What is published about a site. Nothing of it changes how the site runs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Published {
    /// Its title.
    pub title: String,
    /// Whether it says that it is published.
    pub status_published: bool,
    /// Its language and country, such as `en-GB`.
    pub locale: Option<String>,
    /// Its currency, by ISO 4217.
    pub currency: Option<String>,
    /// Where its contact form's mail goes.
    pub contact_email: Option<String>,
    /// Address of its small picture.
    pub favicon: Option<String>,
    /// Address of its logo.
    pub logo: Option<String>,
    /// Its pages.
    pub pages: Vec<Page>,
    /// Where old addresses lead.
    pub redirects: Vec<Redirect>,
}

impl Default for Published {
    fn default() -> Published {
        Published {
            title: String::new(),
            status_published: true,
            locale: None,
            currency: None,
            contact_email: None,
            favicon: None,
            logo: None,
            pages: Vec::new(),
            redirects: Vec::new(),
        }
    }
}

/// A page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Page {
    /// Where it is, below the site's address.
    pub path: String,
    /// Its title.
    pub title: String,
    /// The id by which links may name it.
    pub id: Option<String>,
    /// Whether menus leave it out.
    pub hidden: bool,
}

/// A redirect.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Redirect {
    /// Its id.
    pub id: Option<String>,
    /// Its name.
    pub name: Option<String>,
    /// What it is for.
    pub description: Option<String>,
    /// Where it leads.
    pub target: Option<String>,
}
