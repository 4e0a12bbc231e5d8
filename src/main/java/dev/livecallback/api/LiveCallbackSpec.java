package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonClassDescription;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import io.fabric8.generator.annotation.ValidationRule;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The spec of one callback setting, as a person writes it. Absent optional fields mean the API's
 * default, which is applied by the methods below and never written into the object.
 *
 * @param accountRef the account; null = the operator's default one
 * @param vhost the domain namespace; exactly one of vhost and domain is set
 * @param domain the push domain, in lower case
 * @param app the application; null = all of the vhost's; never with a domain
 * @param messageType the event, in the API's spelling
 * @param callbackDetailList the targets of callbacks, 1 to 10, compared as a set
 * @param transcodeCallback true = transcoded streams call back too; null = no
 * @param authEnable true = callbacks are signed; null = no
 * @param authKeyPrimarySecretRef the key to sign with; set if and only if authEnable is true
 * @param deletionPolicy {@link #DELETE} or {@link #ORPHAN}; null = delete
 * @param managementPolicy the word of a {@link ManagementPolicy}; null = enforce
 * @param adoptionPolicy the word of an {@link AdoptionPolicy}; null = if identical
 */
@JsonClassDescription(
    "What the callback setting should be. Field names follow the API's UpdateCallback; fields that"
        + " are left out mean its defaults.")
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@ValidationRule(
    value = "has(self.vhost) != has(self.domain)",
    message =
        "set exactly one of vhost and domain: vhost for a whole domain namespace, domain for one"
            + " push domain of it")
@ValidationRule(
    value = "!(has(self.app) && has(self.domain))",
    fieldPath = ".app",
    message =
        "app works only with vhost: remove app, or set the vhost that the domain belongs to in"
            + " place of domain")
@ValidationRule(
    value =
        "!(has(self.transcodeCallback) && self.transcodeCallback)"
            + " || self.messageType in ['push', 'push_end']",
    fieldPath = ".transcodeCallback",
    message =
        "transcodeCallback: true works only with messageType push or push_end: remove"
            + " transcodeCallback or set it to false")
@ValidationRule(
    value = "!(has(self.authEnable) && self.authEnable) || has(self.authKeyPrimarySecretRef)",
    fieldPath = ".authEnable",
    message =
        "authEnable: true needs a key to sign with: name the Secret that holds it in"
            + " authKeyPrimarySecretRef, or set authEnable to false")
@ValidationRule(
    value = "!has(self.authKeyPrimarySecretRef) || (has(self.authEnable) && self.authEnable)",
    fieldPath = ".authKeyPrimarySecretRef",
    message =
        "a key without authEnable: true would leave callbacks unsigned: set authEnable to true, or"
            + " remove authKeyPrimarySecretRef")
@RecordBuilder
public record LiveCallbackSpec(
    @JsonPropertyDescription(
            "The LiveAccount through which the setting is made. Absent = the operator's"
                + " default account. Changing it moves the setting, as for vhost.")
        @Nullable AccountRef accountRef,
    @JsonPropertyDescription(
            "The domain namespace (\"vhost\") whose streams call back, as the console shows"
                + " it: letters, digits, '.', '-' and '_', at most 253 characters. Exactly one"
                + " of vhost and domain is set. Compared without regard to case. Changing it"
                + " moves the setting: the operator puts and verifies the new one, then removes"
                + " the old one. Example: push.example.com")
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^" + Formats.SCOPE_NAME + "$')",
            message =
                "vhost consists of letters, digits, '.', '-' and '_': write the domain namespace as"
                    + " the console shows it, without scheme, port and path")
        @Nullable String vhost,
    @JsonPropertyDescription(
            "The push domain whose streams call back: lower-case letters, digits, '.', '-'"
                + " and '_', at most 253 characters. Exactly one of vhost and domain is set."
                + " Changing it moves the setting, as for vhost. Example: push.example.com")
        @Size(max = 253)
        @ValidationRule(
            value = "self.matches('^" + Formats.SCOPE_NAME + "$')",
            message =
                "domain consists of letters, digits, '.', '-' and '_': write the push domain"
                    + " without scheme, port and path, an international one in its xn-- form")
        @ValidationRule(
            value = "self == self.lowerAscii()",
            message = "domain is written in lower case",
            messageExpression = "'domain is written in lower case: ' + self.lowerAscii()")
        @Nullable String domain,
    @JsonPropertyDescription(
            "The application (the path segment before the stream's name) whose streams call"
                + " back: 1 to 30 letters, digits, '_', '.' and '-'. Absent = every application"
                + " of the vhost. Works only with vhost. Changing it moves the setting, as for"
                + " vhost. Example: sports")
        @Size(max = 30)
        @ValidationRule(
            value = "self.matches('^" + Formats.APP + "$')",
            message =
                "app consists of 1 to 30 letters, digits, '_', '.' and '-': leave app out to mean"
                    + " every application of the vhost")
        @Nullable String app,
    @JsonPropertyDescription(
            "The event that calls back: push (a stream starts), push_end (it ends),"
                + " snapshot (a picture was taken), record (a recording changes its state),"
                + " audit_snapshot (a picture was audited; not on BytePlus). Changing it moves"
                + " the setting, as for vhost. Example: push")
        @Required
        @Size(max = 32)
        String messageType,
    @JsonPropertyDescription(
            "Where to call back: 1 to 10 targets. The service calls each of them. The order"
                + " doesn't matter.")
        @Required
        @ValidationRule(
            value = "self.all(a, self.exists_one(b, b.url == a.url))",
            message = "callbackDetailList names a url twice: keep each url once")
        List<CallbackDetailSpec> callbackDetailList,
    @JsonPropertyDescription(
            "Whether transcoded streams call back too. Only with messageType push or push_end."
                + " Absent = false. The API's 0 and 1 are false and true here.")
        @Nullable Boolean transcodeCallback,
    @JsonPropertyDescription(
            "Whether callbacks are signed, so that the receiver can recognise callbacks of"
                + " the service. true needs authKeyPrimarySecretRef. Absent = false.")
        @Nullable Boolean authEnable,
    @JsonPropertyDescription(
            "The key that callbacks are signed with: a value in an Opaque Secret of this"
                + " object's namespace. Only with authEnable: true. The operator writes a"
                + " changed value within seconds. It takes effect in 3 to 5 minutes; until then"
                + " receivers should accept both keys.")
        @Nullable SecretKeyRef authKeyPrimarySecretRef,
    @JsonPropertyDescription(
            "What becomes of the callback setting in the cloud when this object is deleted:"
                + " Delete removes it, Orphan leaves it as it is. You can still change it while"
                + " the object is being deleted. Absent = Delete.")
        @Size(max = 16)
        @Nullable String deletionPolicy,
    @JsonPropertyDescription(
            "What the operator may do to the callback setting: Enforce creates it, corrects"
                + " outside changes, and deletes it with the object; ApplyOnChange writes when"
                + " the object or its key changes, and only reports outside changes; Observe"
                + " never writes and only reports the difference. You can change it at any"
                + " time. Absent = Enforce.")
        @Size(max = 16)
        @Nullable String managementPolicy,
    @JsonPropertyDescription(
            "What to do if a setting exists before this object's first write: IfIdentical"
                + " takes it over if nothing would change, else stops and shows the difference;"
                + " Adopt replaces it. Absent = IfIdentical.")
        @Size(max = 16)
        @Nullable String adoptionPolicy)
    implements LiveCallbackSpecBuilder.With {

  /** A spec of which nothing could be read. */
  static final LiveCallbackSpec NOTHING =
      new LiveCallbackSpec(
          null, null, null, null, "", List.of(), null, null, null, null, null, null);

  /** The greatest number of targets of a callback. */
  public static final int MOST_TARGETS = 10;

  /** The policy that removes the remote record with the object. */
  public static final String DELETE = "Delete";

  /** The policy that leaves the remote record when the object is deleted. */
  public static final String ORPHAN = "Orphan";

  /**
   * Takes a copy of the targets, and keeps each name in memory once, because many objects have the
   * same names.
   */
  public LiveCallbackSpec {
    vhost = Texts.sharedOrNull(vhost);
    domain = Texts.sharedOrNull(domain);
    app = Texts.sharedOrNull(app);
    messageType = Texts.shared(messageType);
    deletionPolicy = Texts.sharedOrNull(deletionPolicy);
    managementPolicy = Texts.sharedOrNull(managementPolicy);
    adoptionPolicy = Texts.sharedOrNull(adoptionPolicy);
    callbackDetailList = callbackDetailList == null ? List.of() : List.copyOf(callbackDetailList);
  }

  /** Returns {@code vhost/NAME} or {@code domain/NAME}, as in {@code status.scope}. */
  public String scope() {
    return vhost != null ? "vhost/" + vhost : "domain/" + domain;
  }

  /** Returns whether transcoded streams call back too. */
  public boolean transcodes() {
    return Boolean.TRUE.equals(transcodeCallback);
  }

  /** Returns whether callbacks are signed. */
  public boolean authenticates() {
    return Boolean.TRUE.equals(authEnable);
  }

  /** Returns whether the remote record goes with the object. An unknown policy keeps the record. */
  public boolean deletes() {
    return deletionPolicy == null || deletionPolicy.equals(DELETE);
  }

  /** Returns what may be done to the record. An unknown policy only watches. */
  public ManagementPolicy management() {
    return managementPolicy == null
        ? ManagementPolicy.ENFORCE
        : ManagementPolicy.ofWord(managementPolicy).orElse(ManagementPolicy.OBSERVE);
  }

  /** Returns what to do about a record that is there before the first write. */
  public AdoptionPolicy adoption() {
    return adoptionPolicy == null
        ? AdoptionPolicy.IF_IDENTICAL
        : AdoptionPolicy.ofWord(adoptionPolicy).orElse(AdoptionPolicy.IF_IDENTICAL);
  }
}
