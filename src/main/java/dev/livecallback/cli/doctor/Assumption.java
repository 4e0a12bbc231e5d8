package dev.livecallback.cli.doctor;

/**
 * The operator's assumptions about the service that nobody has verified, with the numbers of the
 * contract (section 8). The contract's table has the same words.
 */
enum Assumption {
  EMPTY_RESULT(
      1,
      "a scope without records leaves `Result` out, or has it null, empty or with an empty list",
      "whether \"no record\" is believed",
      "nothing is needed: all four shapes mean none (3.3)"),
  SHOWN_KEY(
      2,
      "`AuthKeyPrimary` comes back in clear",
      "drift of a key; taking records with keys over",
      "nothing for what the operator wrote: it goes by the Secret's version; a record with a hidden key is only observed"),
  DOMAINS_APART(
      3,
      "a vhost's listing has no records of its domains",
      "whose a record without app is",
      "write a domain's record by the domain alone; what can't be told apart is `Ambiguous` or left alone"),
  NAMED_DOMAIN(
      4,
      "items name their domain on BytePlus, and not on Volcengine",
      "the same",
      "nothing is needed: each field that is there has to match"),
  READ_AFTER_WRITE(
      5,
      "a read shows every write that was answered before it",
      "when a record counts as written, gone or changed",
      "nothing is needed up to a minute, the time in which a difference isn't believed; beyond it `StoredDifferently` may be said too early"),
  WILDCARD_DELETE(
      6,
      "a delete without app removes the vhost's records with an app, too",
      "whether a delete may go",
      "confirm the delete where the message asks; what went along is put back"),
  ABSENT_DELETE(
      7,
      "deleting what isn't there succeeds",
      "the end of a delete",
      "nothing is needed: a read decides (3.4)"),
  UNSIGNED(
      8,
      "an unsigned call is answered `MissingAuthenticationToken`",
      "the words of an account's message",
      "nothing is needed: both words mean the credentials"),
  WRONG_DATE(
      9,
      "`InvalidTimestamp` has HTTP status 400",
      "the same",
      "nothing is needed: the code decides, not the status"),
  QUOTA_WINDOW(
      10,
      "the quota is counted over any second",
      "how many calls may go",
      "`spec.callsPerSecond`, lower"),
  QUOTA(
      11,
      "it is 10 calls a second for each action, on BytePlus 1",
      "the same",
      "`spec.callsPerSecond`"),
  FLOW_LIMIT(
      12,
      "a call over the quota is answered `FlowLimitExceeded`",
      "the pause after it",
      "nothing is needed: both codes mean the quota"),
  RETRY_AFTER(
      13,
      "its answer has no `Retry-After`",
      "the same",
      "nothing is needed: the header is followed if it is there"),
  ROLE_HOUR(
      14,
      "a role can be assumed for an hour at most",
      "how often its token is exchanged",
      "`credentials.webIdentity.durationSeconds`"),
  ROLE_LIFETIME(
      15,
      "its credentials last as long as was asked for",
      "the same",
      "nothing is needed: they are renewed by what the answer says"),
  REGION(
      16,
      "the signed region is `cn-north-1`, on BytePlus too",
      "every call",
      "`spec.region`, `LIVE_REGION`"),
  SIZES(
      17,
      "a key has at most 256 characters of visible ASCII, a record at most 10 targets",
      "which objects are taken",
      "the API's refusal is shown (`RejectedByApi`); change the object"),
  NO_CODE_N(
      18, "errors of the service have no `CodeN`", "nothing: `Code` decides", "nothing is needed"),
  KNOWN_CODES(
      19,
      "codes beyond the error table begin with `InvalidParam` or `RequestForbidden`",
      "what is tried again, and when",
      "an unknown code counts as refused content, and is tried again after growing pauses"),
  CONTENT_TYPE(
      20, "answers are JSON whatever their `Content-Type`", "every read", "nothing is needed"),
  ACTION_NAMES(
      21,
      "the actions of a policy are called `live:` and the action",
      "the messages about permissions",
      "grant what the console calls it"),
  NEWER_FIELDS(
      22,
      "fields that only newer texts have are ignored by the other service",
      "nothing: none is sent",
      "nothing is needed"),
  NO_PRECEDENCE(
      23,
      "a record of a domain, of a vhost and of its app don't replace each other",
      "nothing in the operator: which one is called back for an event is the service's",
      "keep one record for an event"),
  BODIES(
      24,
      "bodies of `push_end`, `record_event`, `snapshot_event` and of audits are free-form, and the sign is lower-case hexadecimal of the key followed by the time",
      "nothing in the operator: receivers",
      "see 5; try it with your receiver"),
  DOMAIN_PAGES(
      25,
      "`ListDomainDetail` lists every domain of the account in pages that stand still",
      "`export` without names",
      "name what to export by `--vhost` and `--domain`"),
  NO_REDIRECT(
      26,
      "redirects don't happen",
      "every call",
      "`LIVE_ENDPOINT`, or `spec.endpoint` of those allowed"),
  FLAG_TYPES(
      27,
      "`AuthEnable` is a JSON boolean, `TranscodeCallback` a JSON number",
      "whether drift of the two is seen",
      "nothing is needed: booleans, numbers and texts of either are understood"),
  PRESETS(
      28,
      "a vhost without presets has an empty list of them, and a preset of a whole vhost has an empty `App` and `Stream`",
      "nothing: this version reads no presets",
      "nothing is needed"),
  DELIVERY_LOG(
      29,
      "`DescribeLiveCallbackData` has an item for each event, minutes later, with the address as it was written",
      "nothing: this version reads no deliveries",
      "nothing is needed"),
  UNKNOWN_SCOPE(
      30,
      "a vhost or domain that the account doesn't have is answered `RequestForbidden`, to reads too",
      "whether an object says `ScopeNotFound`",
      "correct the object's vhost; after an empty list the write decides, and the object says what the API answers"),
  PRESETS_OF_NOBODY(
      31,
      "lists of presets answer an unknown vhost with `RequestForbidden`",
      "nothing: this version reads no presets",
      "nothing is needed"),
  OLD_PRESETS(
      32,
      "a recording preset that an older version of the API switched off isn't listed",
      "nothing: this version reads no presets",
      "nothing is needed"),
  DOMAIN_PRESETS(
      33,
      "an audit preset of a domain isn't listed with those of its vhost",
      "nothing: this version reads no presets",
      "nothing is needed"),
  DELETED_DOMAINS(
      34,
      "`ListDomainDetail` lists deleted domains too, with status 3",
      "nothing: `export` leaves out what has status 3",
      "nothing is needed"),
  DELIVERY_ORDER(
      35,
      "`DescribeLiveCallbackData` lists the newest event first",
      "nothing: this version reads no deliveries",
      "nothing is needed"),
  DELIVERY_TIMES(
      36,
      "its `CallbackTime` is in RFC 3339; what `CallbackResponseTime` means is open",
      "nothing: this version reads no deliveries",
      "nothing is needed"),
  DELIVERY_TIMEOUT(
      37,
      "its `CallbackResponseCode` is empty or 0 if the receiver didn't answer in time",
      "nothing: this version reads no deliveries",
      "nothing is needed"),
  DELIVERY_FILTERS(
      38,
      "an empty `App` or `Stream` in its request means all",
      "nothing: this version reads no deliveries",
      "nothing is needed"),
  DELIVERY_AUDITS(
      39,
      "it has no items of audits",
      "nothing: this version reads no deliveries",
      "nothing is needed"),
  PULLED_AND_RELAYED(
      40,
      "a task that records a pulled stream calls `record` back, and a relayed stream calls `push` back",
      "nothing in the operator: which events there are is the service's",
      "try it with your receiver"),
  MANAGED_POLICIES(
      41,
      "the managed policies are called `LIVEFullAccess` and `LIVEReadOnlyAccess` on Volcengine, as on BytePlus",
      "nothing: [accounts.md](accounts.md#the-iam-policy) has a policy of its own",
      "use the policy of [accounts.md](accounts.md#the-iam-policy)"),
  PROJECTS(
      42,
      "a key limited to a project sees the domains of that project alone",
      "`export` without names",
      "name what to export by `--vhost` and `--domain`");

  private final int number;
  private final String text;
  private final String concerns;
  private final String otherwise;

  Assumption(int number, String text, String concerns, String otherwise) {
    this.number = number;
    this.text = text;
    this.concerns = concerns;
    this.otherwise = otherwise;
  }

  /** Returns the assumption's number, which never changes. */
  int number() {
    return number;
  }

  /** Returns the assumption, in Markdown. */
  String text() {
    return text;
  }

  /**
   * Returns what depends on the assumption, in Markdown. For {@code the same}, this is the text of
   * the assumption before.
   */
  String concerns() {
    return concerns.equals("the same") ? values()[number - 2].concerns() : concerns;
  }

  /** Returns what depends on the assumption, as the contract's table has it. */
  String concernsCell() {
    return concerns;
  }

  /** Returns the remedy if the assumption is wrong, in Markdown. */
  String otherwise() {
    return otherwise;
  }
}
