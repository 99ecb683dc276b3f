//! What is made to be shipped is told from what must not be: a bundle with the calls of the usual
//! SDKs for browsers has nothing of class `secret`, and the secret counterparts are found as such.

mod support;

use keysieve::{Class, Finding, Ruleset};
use support::random::Random;
use support::template;

/// Calls as bundlers leave them, and settings that they write into bundles.
const SHIPPED: [&str; 59] = [
    r#"mixpanel.init("«[[hex 32]]»",{debug:!1})"#,
    r#"window.mixpanel.init("«[[hex 32]]»")"#,
    r#"amplitude.init("«[[hex 32]]»",void 0,{defaultTracking:!0})"#,
    r#"amplitude.getInstance().init("«[[hex 32]]»")"#,
    r#"Bugsnag.start({apiKey:"«[[hex 32]]»",appVersion:"1.2.3"})"#,
    r#"Bugsnag.start("«[[hex 32]]»")"#,
    r#"n.default.start({apiKey:"«[[hex 32]]»",appVersion:"1.2.3",plugins:[new r.default]})"#,
    r#"new Pusher("«[[hex 20]]»",{cluster:"eu",forceTLS:!0})"#,
    r#"new Echo({broadcaster:"pusher",key:"«[[hex 20]]»",cluster:"mt1",forceTLS:!0})"#,
    r##"docsearch({appId:"[[upperalnum 10]]",apiKey:"«[[hex 32]]»",indexName:"docs",container:"#s"})"##,
    r##"docsearch({apiKey:"«[[hex 32]]»",indexName:"docs",inputSelector:"#s"})"##,
    r#"algoliasearch("[[upperalnum 10]]","«[[hex 32]]»")"#,
    r#"(0,a.algoliasearch)("[[upperalnum 10]]","«[[hex 32]]»")"#,
    r#"e={ALGOLIA_SEARCH_KEY:"«[[hex 32]]»"}"#,
    r#"e={algolia:{appId:"[[upperalnum 10]]",searchApiKey:"«[[hex 32]]»"}}"#,
    r#"e={algolia:{appId:"[[upperalnum 10]]",apiKey:"«[[hex 32]]»",indexName:"docs"}}"#,
    r#"e={algolia:{apiKey:"«[[hex 32]]»",appId:"[[upperalnum 10]]",indexName:"docs"}}"#,
    r#"Paddle.Initialize({token:"«live_[[hex 27]]»"})"#,
    r#"Paddle.Initialize({token:"«test_[[hex 27]]»"})"#,
    r#"t({environment:"production",token:"«live_[[hex 27]]»"})"#,
    r#"new Razorpay({key:"«rzp_live_[[alnum 14]]»",amount:5e4,order_id:e})"#,
    r#"LDClient.initialize("«[[hex 24]]»",{kind:"user",key:"anonymous"})"#,
    r#"(0,l.asyncWithLDProvider)({clientSideID:"«[[hex 24]]»",context:{}})"#,
    r#"Rollbar.init({accessToken:"«[[hex 32]]»",environment:"production"})"#,
    r#"new n.default({accessToken:"«[[hex 32]]»",captureUncaught:!0})"#,
    r#"_rollbarConfig={accessToken:"«[[hex 32]]»",captureUncaught:!0}"#,
    r#"rg4js("apiKey","«[[alnum 22]]»"),rg4js("enableCrashReporting",!0)"#,
    r#"TrackJS.install({token:"«[[hex 32]]»",application:"shop"})"#,
    r#"Purchases.configure({apiKey:"«appl_[[letters 27]]»"})"#,
    r#"Purchases.configure({apiKey:"«goog_[[letters 27]]»",appUserID:e})"#,
    r#"new GrowthBook({apiHost:"https://cdn.growthbook.io",clientKey:"«sdk-[[alnum 15]]»"})"#,
    r#"{style:"https://api.maptiler.com/maps/streets-v2/style.json?key=«[[alnum 20]]»"}"#,
    r#"maptilersdk.config.apiKey="«[[alnum 20]]»""#,
    r#"l("https://maps.hereapi.com/v3/base/mc/{z}/{x}/{y}/png8?size=512&apiKey=«[[base64url 42]]x»")"#,
    r#"new H.service.Platform({apikey:"«[[base64url 42]]x»"})"#,
    r#"(0,c.createClient)({space:"[[loweralnum 12]]",accessToken:"«[[base64url 42]]x»"})"#,
    r#"(0,c.createClient)({accessToken:"«[[base64url 42]]x»",space:"[[loweralnum 12]]"})"#,
    r#"new AdyenCheckout({environment:"live",clientKey:"«live_[[base32 32]]»"})"#,
    r#"e={mixpanelToken:"«[[hex 32]]»"}"#,
    r#"e={amplitudeApiKey:"«[[hex 32]]»"}"#,
    r#"e={bugsnagApiKey:"«[[hex 32]]»"}"#,
    r#"e={VITE_PUSHER_APP_KEY:"«[[hex 20]]»"}"#,
    r#"e={LAUNCHDARKLY_CLIENT_SIDE_ID:"«[[hex 24]]»"}"#,
    r#"e={ROLLBAR_POST_CLIENT_ITEM_TOKEN:"«[[hex 32]]»"}"#,
    r#"e={VITE_RECAPTCHA_SITE_KEY:"«6L[[base64url 37]]x»"}"#,
    r#"e={recaptchaV3SiteKey:"«6L[[base64url 37]]x»"}"#,
    r#"new ReCaptchaV3Provider("«6L[[base64url 37]]x»")"#,
    r#"(0,a.initializeAppCheck)(e,{provider:new a.ReCaptchaEnterpriseProvider("«6L[[base64url 37]]x»")})"#,
    r#"e={NEXT_PUBLIC_HCAPTCHA_SITEKEY:"«[[uuid]]»"}"#,
    r#"e={VITE_SEGMENT_WRITE_KEY:"«[[alnum 32]]»"}"#,
    r#"e={storefrontAccessToken:"«[[hex 32]]»",storeDomain:"a.myshopify.com"}"#,
    r#"e={SHOPIFY_STOREFRONT_API_TOKEN:"«[[hex 32]]»"}"#,
    r#"e={REACT_APP_AUTH0_CLIENT_ID:"«[[alnum 32]]»"}"#,
    r#"e={GATSBY_CRISP_WEBSITE_ID:"«[[uuid]]»"}"#,
    r#"e={statsigClientKey:"«client-[[alnum 43]]»"}"#,
    r#"e={VITE_MAPTILER_KEY:"«[[alnum 20]]»"}"#,
    r#"e={VITE_TINYMCE_API_KEY:"«[[loweralnum 48]]»"}"#,
    r#"e={VITE_STORYBLOK_TOKEN:"«[[alnum 22]]tt»"}"#,
    r#"datadogRum.init({applicationId:"[[uuid]]",clientToken:"«pub[[hex 32]]»",site:"datadoghq.eu"})"#,
];

/// What the same vendors give out for servers.
const SECRET: [&str; 28] = [
    "RECAPTCHA_SECRET_KEY=«6L[[base64url 37]]x»",
    "HCAPTCHA_SECRET=«0x[[hex 40]]»",
    "SHOPIFY_API_SECRET=«[[hex 32]]»",
    "AUTH0_CLIENT_SECRET=«[[base64url 63]]x»",
    r#"twilio("AC[[hex 32]]","«[[hex 32]]»").messages"#,
    "MIXPANEL_API_SECRET=«[[hex 32]]»",
    r#"mixpanel: { secret: "«[[hex 32]]»" }"#,
    "AMPLITUDE_SECRET_KEY=«[[hex 32]]»",
    r#"amplitude: { secretKey: "«[[hex 32]]»" }"#,
    "BUGSNAG_AUTH_TOKEN=«[[hex 32]]»",
    "PUSHER_APP_SECRET=«[[hex 20]]»",
    r#"new Pusher({appId:"1234567",key:"[[hex 20]]",secret:"«[[hex 20]]»"})"#,
    "ALGOLIA_ADMIN_KEY=«[[hex 32]]»",
    "ALGOLIA_WRITE_API_KEY=«[[hex 32]]»",
    "ALGOLIASEARCH_API_KEY=«[[hex 32]]»",
    r#"algolia:{adminApiKey:"«[[hex 32]]»",searchApiKey:"[[hex 32]]"}"#,
    "LAUNCHDARKLY_SDK_KEY=«sdk-[[uuid]]»",
    "clientSideID: «sdk-[[uuid]]»",
    "LAUNCHDARKLY_API_TOKEN=«api-[[uuid]]»",
    "ROLLBAR_ACCESS_TOKEN=«[[hex 32]]»",
    "ROLLBAR_POST_SERVER_ITEM_TOKEN=«[[hex 32]]»",
    "RAZORPAY_KEY_SECRET=«[[alnum 24]]»",
    "PADDLE_API_KEY=«pdl_live_apikey_[[loweralnum 26]]_[[alnum 22]]_[[alnum 3]]»",
    "CONTENTFUL_MANAGEMENT_TOKEN=«CFPAT-[[base64url 42]]x»",
    "CONTENTFUL_ACCESS_TOKEN=«[[alnum 43]]»",
    "REVENUECAT_SECRET_KEY=«sk_[[letters 27]]»",
    "RAYGUN_PERSONAL_ACCESS_TOKEN=«[[alnum 22]]»",
    "ADYEN_API_KEY=«AQE[[alnum 9]][[base64 82]]=-[[base64 43]]=-[[alnum 16]]»",
];

/// The classes of what overlaps the secret of an example.
fn classes(text: &[u8], secret: &std::ops::Range<usize>) -> Vec<Class> {
    Ruleset::builtin()
        .find_iter(text)
        .filter(|found| {
            let range = found.secret().range();
            range.start < secret.end && secret.start < range.end
        })
        .map(Finding::class)
        .collect()
}

#[test]
fn keys_of_browsers_are_no_secrets() {
    let mut random = Random::seeded(&["shipped"]);
    for _ in 0..20 {
        let mut bundle = b"!function(){".to_vec();
        for call in SHIPPED {
            let example = template::expand(call, &mut random).expect("it is well formed");
            let classes = classes(&example.bytes, &example.secret);
            let text = String::from_utf8_lossy(&example.bytes);
            assert!(
                matches!(*classes, [Class::Public | Class::Conditional]),
                "{text}: {classes:?}"
            );
            bundle.extend(&example.bytes);
            bundle.push(b';');
        }
        bundle.extend(b"}();");
        let secret = Ruleset::builtin().find_iter(&bundle).find(|it| it.class() == Class::Secret);
        assert!(secret.is_none(), "{secret:?}");
    }
}

#[test]
fn their_counterparts_are_secrets() {
    let mut random = Random::seeded(&["kept"]);
    for _ in 0..20 {
        for text in SECRET {
            let example = template::expand(text, &mut random).expect("it is well formed");
            let classes = classes(&example.bytes, &example.secret);
            let text = String::from_utf8_lossy(&example.bytes);
            assert_eq!(classes, [Class::Secret], "{text}");
        }
    }
}
