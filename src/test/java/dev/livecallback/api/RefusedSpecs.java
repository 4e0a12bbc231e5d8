package dev.livecallback.api;

import static dev.livecallback.api.Specs.validBut;
import static dev.livecallback.api.Specs.withUrl;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.Arguments;

/** Specs that the API server refuses, each with the field and the sentence it is refused with. */
public final class RefusedSpecs {
  private static final String ONE_SCOPE =
      "spec: Invalid value: set exactly one of vhost and domain: vhost for a whole domain"
          + " namespace, domain for one push domain of it";
  private static final String ACCOUNT_NAME =
      "name is the name of a LiveAccount: lower-case letters, digits, '-' and '.'; its namespace"
          + " goes into namespace";
  private static final String ACCOUNT_NAMESPACE =
      "namespace is the name of a namespace: lower-case letters, digits and '-'; leave it out to"
          + " mean this object's own";
  private static final String VHOST_CHARACTERS =
      "vhost consists of letters, digits, '.', '-' and '_': write the domain namespace as the"
          + " console shows it, without scheme, port and path";
  private static final String DOMAIN_CHARACTERS =
      "domain consists of letters, digits, '.', '-' and '_': write the push domain without scheme,"
          + " port and path, an international one in its xn-- form";
  private static final String APP_CHARACTERS =
      "app consists of 1 to 30 letters, digits, '_', '.' and '-': leave app out to mean every"
          + " application of the vhost";
  private static final String MESSAGE_TYPES =
      "supported values: \"push\", \"push_end\", \"snapshot\", \"record\", \"audit_snapshot\"";
  private static final String URL_ABSOLUTE =
      "url is an absolute http or https URL with a host, like https://hooks.example.com/live";
  private static final String URL_CHARACTERS =
      "url takes only the ASCII characters of a URL: percent-encode the others (a space is %20),"
          + " and write an international host in its xn-- form";
  private static final String URL_PORT =
      "url has a port from 1 to 65535, or none for the scheme's own";
  private static final String URL_USER =
      "url has no user name or password: whoever may read this object could read them; set"
          + " authEnable to let the receiver recognise the service";
  private static final String URL_FRAGMENT =
      "url has no fragment: remove the '#' and what follows it, no server ever sees it; a literal"
          + " '#' is %23";
  private static final String CALLBACK_TYPE =
      "callbackType is http, which covers https URLs too: write http or leave it out";
  private static final String TRANSCODE =
      "spec.transcodeCallback: Invalid value: transcodeCallback: true works only with messageType"
          + " push or push_end: remove transcodeCallback or set it to false";
  private static final String KEY_MISSING =
      "spec.authEnable: Invalid value: authEnable: true needs a key to sign with: name the Secret"
          + " that holds it in authKeyPrimarySecretRef, or set authEnable to false";
  private static final String KEY_UNUSED =
      "spec.authKeyPrimarySecretRef: Invalid value: a key without authEnable: true would leave"
          + " callbacks unsigned: set authEnable to true, or remove authKeyPrimarySecretRef";
  private static final String SECRET_NAME =
      "name is the name of a Secret in this object's namespace: lower-case letters, digits, '-' and"
          + " '.'";
  private static final String SECRET_KEY =
      "key is a key in the Secret's data, not the authentication key itself: letters, digits, '-',"
          + " '_' and '.'";
  private static final String POLICIES = "supported values: \"Delete\", \"Orphan\"";
  private static final String MANAGEMENT =
      "supported values: \"Enforce\", \"ApplyOnChange\", \"Observe\"";
  private static final String ADOPTION = "supported values: \"IfIdentical\", \"Adopt\"";

  private RefusedSpecs() {}

  /** Each with what it is, the spec, and the sentence. */
  public static Stream<Arguments> all() {
    return Stream.of(accounts(), identity(), targets(), urls(), options()).flatMap(cases -> cases);
  }

  private static Stream<Arguments> accounts() {
    return Stream.of(
        refused(
            "an account's name alone",
            "{accountRef: live}",
            "spec.accountRef in body must be of type object"),
        refused(
            "an account without a name",
            "{accountRef: {namespace: streaming}}",
            "spec.accountRef.name: Required value"),
        refused("an empty account's name", "{accountRef: {name: ''}}", ACCOUNT_NAME),
        refused("an account's name in capitals", "{accountRef: {name: Live}}", ACCOUNT_NAME),
        refused(
            "an account's namespace in its name",
            "{accountRef: {name: streaming/live}}",
            ACCOUNT_NAME),
        refused(
            "an account's name of 254 characters",
            "{accountRef: {name: " + "a".repeat(254) + "}}",
            "spec.accountRef.name: Too long: may not be more than 253 bytes"),
        refused(
            "an empty account's namespace",
            "{accountRef: {name: live, namespace: ''}}",
            ACCOUNT_NAMESPACE),
        refused(
            "an account's namespace with a dot",
            "{accountRef: {name: live, namespace: a.b}}",
            ACCOUNT_NAMESPACE),
        refused(
            "an account's namespace of 64 characters",
            "{accountRef: {name: live, namespace: " + "a".repeat(64) + "}}",
            "spec.accountRef.namespace: Too long: may not be more than 63 bytes"));
  }

  private static Stream<Arguments> identity() {
    String longName = "a".repeat(254);
    return Stream.of(
        refused("neither vhost nor domain", "{vhost: null}", ONE_SCOPE),
        refused("both vhost and domain", "{domain: push.example.com}", ONE_SCOPE),
        refused(
            "an app of a domain",
            "{vhost: null, domain: push.example.com, app: sports}",
            "spec.app: Invalid value: app works only with vhost: remove app, or set the vhost that"
                + " the domain belongs to in place of domain"),
        refused("an empty vhost", "{vhost: ''}", VHOST_CHARACTERS),
        refused("a vhost with a scheme", "{vhost: 'https://push.example.com'}", VHOST_CHARACTERS),
        refused("a vhost with a port", "{vhost: 'push.example.com:1935'}", VHOST_CHARACTERS),
        refused("a vhost with a path", "{vhost: push.example.com/live}", VHOST_CHARACTERS),
        refused("a vhost with a space", "{vhost: 'push example.com'}", VHOST_CHARACTERS),
        refused("a vhost with a line end", "{vhost: \"push.example.com\\n\"}", VHOST_CHARACTERS),
        refused("a vhost that isn't ASCII", "{vhost: 直播.example.com}", VHOST_CHARACTERS),
        refused(
            "a vhost of 254 characters",
            "{vhost: " + longName + "}",
            "spec.vhost: Too long: may not be more than 253 bytes"),
        refused("an empty domain", "{vhost: null, domain: ''}", DOMAIN_CHARACTERS),
        refused(
            "a domain with capitals",
            "{vhost: null, domain: Push.Example.com}",
            "spec.domain: Invalid value: \"Push.Example.com\": domain is written in lower case:"
                + " push.example.com"),
        refused("any domain", "{vhost: null, domain: '*.example.com'}", DOMAIN_CHARACTERS),
        refused(
            "a domain with a path", "{vhost: null, domain: push.example.com/a}", DOMAIN_CHARACTERS),
        refused("a domain that isn't ASCII", "{vhost: null, domain: pushé.fr}", DOMAIN_CHARACTERS),
        refused(
            "a domain of 254 characters",
            "{vhost: null, domain: " + longName + "}",
            "spec.domain: Too long: may not be more than 253 bytes"),
        refused("an empty app", "{app: ''}", APP_CHARACTERS),
        refused("an app with a space", "{app: my app}", APP_CHARACTERS),
        refused("an app with a slash", "{app: live/sports}", APP_CHARACTERS),
        refused("any app", "{app: '*'}", APP_CHARACTERS),
        refused("an app that isn't ASCII", "{app: 体育}", APP_CHARACTERS),
        refused(
            "an app of 31 characters",
            "{app: " + "a".repeat(31) + "}",
            "spec.app: Too long: may not be more than 30 bytes"),
        refused("no message type", "{messageType: null}", "spec.messageType: Required value"),
        refused("an empty message type", "{messageType: ''}", MESSAGE_TYPES),
        refused("a message type in capitals", "{messageType: PUSH}", MESSAGE_TYPES),
        refused("an event's name as message type", "{messageType: push_start}", MESSAGE_TYPES),
        refused("two message types", "{messageType: 'push,push_end'}", MESSAGE_TYPES));
  }

  private static Stream<Arguments> targets() {
    String eleven =
        "{url: 'https://a/1'}, {url: 'https://a/2'}, {url: 'https://a/3'}, {url: 'https://a/4'},"
            + " {url: 'https://a/5'}, {url: 'https://a/6'}, {url: 'https://a/7'}, {url:"
            + " 'https://a/8'}, {url: 'https://a/9'}, {url: 'https://a/10'}, {url: 'https://a/11'}";
    return Stream.of(
        refused(
            "no list of targets",
            "{callbackDetailList: null}",
            "spec.callbackDetailList: Required value"),
        refused(
            "an empty list of targets",
            "{callbackDetailList: []}",
            "spec.callbackDetailList in body should have at least 1 items"),
        refused(
            "eleven targets",
            "{callbackDetailList: [" + eleven + "]}",
            "spec.callbackDetailList: Too many: 11: must have at most 10 items"),
        refused(
            "a URL twice",
            "{callbackDetailList: [{url: 'https://a/1'}, {url: 'https://a/2'},"
                + " {url: 'https://a/1', callbackType: http}]}",
            "callbackDetailList names a url twice: keep each url once"),
        refused(
            "a target without URL",
            "{callbackDetailList: [{callbackType: http}]}",
            "spec.callbackDetailList[0].url: Required value"),
        refused(
            "a list of URLs in place of targets",
            "{callbackDetailList: ['https://a/1']}",
            "spec.callbackDetailList[0] in body must be of type object"),
        refused(
            "https as the kind of target",
            "{callbackDetailList: [{url: 'https://a/1', callbackType: https}]}",
            CALLBACK_TYPE),
        refused(
            "an empty kind of target",
            "{callbackDetailList: [{url: 'https://a/1', callbackType: ''}]}",
            CALLBACK_TYPE),
        refused(
            "a kind of target that the API once knew",
            "{callbackDetailList: [{url: 'https://a/1', callbackType: kafka}]}",
            CALLBACK_TYPE));
  }

  private static Stream<Arguments> urls() {
    return Stream.of(
        url("an empty URL", "", URL_ABSOLUTE),
        url("a URL without scheme", "hooks.example.com/live", URL_ABSOLUTE),
        url("a URL without scheme but with slashes", "//hooks.example.com/live", URL_ABSOLUTE),
        url("a path", "/live", URL_ABSOLUTE),
        url("an ftp URL", "ftp://hooks.example.com/live", URL_ABSOLUTE),
        url("an rtmp URL", "rtmp://push.example.com/live", URL_ABSOLUTE),
        url("a URL with one slash", "https:/hooks.example.com/live", URL_ABSOLUTE),
        url("a URL without host", "https:///live", URL_ABSOLUTE),
        url("a URL with a port but no host", "https://:8443/live", URL_ABSOLUTE),
        url("a broken escape", "https://hooks.example.com/%zz", URL_ABSOLUTE),
        url("letters as port", "https://hooks.example.com:https/live", URL_ABSOLUTE),
        url("port 0", "https://hooks.example.com:0/live", URL_PORT),
        url("port 65536", "https://hooks.example.com:65536/live", URL_PORT),
        url("a port of 20 digits", "https://a:99999999999999999999/live", URL_PORT),
        url("a space", "https://hooks.example.com/my hook", URL_CHARACTERS),
        url("a line end", "https://hooks.example.com/live\n", URL_CHARACTERS),
        url("a backslash", "https://hooks.example.com/a\\b", URL_CHARACTERS),
        url("a placeholder", "https://hooks.example.com/{stream}", URL_CHARACTERS),
        url("a path that isn't ASCII", "https://hooks.example.com/直播", URL_CHARACTERS),
        url("a host that isn't ASCII", "https://回调.example.com/", URL_CHARACTERS),
        url("a user with password", "https://me:secret@hooks.example.com/", URL_USER),
        url("a user without password", "https://me@hooks.example.com/", URL_USER),
        url("a fragment", "https://hooks.example.com/live#now", URL_FRAGMENT),
        url("an empty fragment", "https://hooks.example.com/live#", URL_FRAGMENT),
        url(
            "a URL of 101 characters",
            "https://hooks.example.com/" + "a".repeat(75),
            "spec.callbackDetailList[0].url: Too long: may not be more than 100 bytes"));
  }

  private static Stream<Arguments> options() {
    String auth = "{authEnable: true, authKeyPrimarySecretRef: ";
    return Stream.of(
        refused(
            "transcoded recordings", "{messageType: record, transcodeCallback: true}", TRANSCODE),
        refused(
            "transcoded pictures", "{messageType: snapshot, transcodeCallback: true}", TRANSCODE),
        refused(
            "transcoded audits",
            "{messageType: audit_snapshot, transcodeCallback: true}",
            TRANSCODE),
        refused(
            "the API's 1 for true",
            "{transcodeCallback: 1}",
            "spec.transcodeCallback in body must be of type boolean"),
        refused(
            "true as a text",
            "{authEnable: 'true'}",
            "spec.authEnable in body must be of type boolean"),
        refused("authentication without a key", "{authEnable: true}", KEY_MISSING),
        refused(
            "a key, and nothing said of authentication",
            "{authKeyPrimarySecretRef: {name: live-auth, key: primary}}",
            KEY_UNUSED),
        refused(
            "a key, and no authentication",
            "{authEnable: false, authKeyPrimarySecretRef: {name: live-auth, key: primary}}",
            KEY_UNUSED),
        refused(
            "a key without a Secret's name",
            auth + "{key: primary}}",
            "spec.authKeyPrimarySecretRef.name: Required value"),
        refused(
            "a Secret without a key",
            auth + "{name: live-auth}}",
            "spec.authKeyPrimarySecretRef.key: Required value"),
        refused("an empty Secret's name", auth + "{name: '', key: primary}}", SECRET_NAME),
        refused("a Secret of another namespace", auth + "{name: a/b, key: primary}}", SECRET_NAME),
        refused("a Secret's name in capitals", auth + "{name: Live, key: primary}}", SECRET_NAME),
        refused(
            "the key itself in place of its name",
            auth + "{name: live-auth, key: 'Zm9v+YmFy/PT0='}}",
            SECRET_KEY),
        refused(
            "the Secret's name alone",
            auth + "live-auth}",
            "spec.authKeyPrimarySecretRef in body must be of type object"),
        refused("a policy in lower case", "{deletionPolicy: delete}", POLICIES),
        refused("another project's policy", "{deletionPolicy: Retain}", POLICIES),
        refused("a management policy in lower case", "{managementPolicy: enforce}", MANAGEMENT),
        refused(
            "another project's management policy", "{managementPolicy: ObserveOnly}", MANAGEMENT),
        refused("an empty management policy", "{managementPolicy: ''}", MANAGEMENT),
        refused("an adoption policy in lower case", "{adoptionPolicy: adopt}", ADOPTION),
        refused("an adoption policy of another kind", "{adoptionPolicy: Never}", ADOPTION));
  }

  private static Arguments refused(String name, String difference, String sentence) {
    return arguments(name, validBut(difference), sentence);
  }

  private static Arguments url(String name, String url, String sentence) {
    Map<String, Object> spec = withUrl(url);
    return arguments(name + " (as target)", spec, sentence);
  }
}
