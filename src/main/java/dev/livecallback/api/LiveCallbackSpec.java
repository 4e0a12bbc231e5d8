package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants of one callback setting. Absent optional fields mean the API's default, which
 * is applied by the methods below and never written into the object.
 *
 * @param vhost the domain namespace; exactly one of vhost and domain is set
 * @param domain the push domain, in lower case
 * @param app the application; null = all of the vhost's; never with a domain
 * @param messageType the event, in the API's spelling
 * @param callbackDetailList where to call back, 1 to 10, compared as a set
 * @param transcodeCallback call back for transcoded streams too; null = no
 * @param authEnable sign callbacks; null = no
 * @param authKeyPrimarySecretRef the key to sign with; set if and only if authEnable is true
 * @param deletionPolicy {@link #DELETE} or {@link #ORPHAN}; null = delete
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record LiveCallbackSpec(
    @Nullable String vhost,
    @Nullable String domain,
    @Nullable String app,
    String messageType,
    List<CallbackDetailSpec> callbackDetailList,
    @Nullable Boolean transcodeCallback,
    @Nullable Boolean authEnable,
    @Nullable SecretKeyRef authKeyPrimarySecretRef,
    @Nullable String deletionPolicy) {

  /** Remove the remote record with the object. */
  public static final String DELETE = "Delete";

  /** Leave the remote record when the object is deleted. */
  public static final String ORPHAN = "Orphan";

  /** Takes a copy of the targets. */
  public LiveCallbackSpec {
    callbackDetailList = callbackDetailList == null ? List.of() : List.copyOf(callbackDetailList);
  }

  /** {@code vhost/NAME} or {@code domain/NAME}, as in {@code status.scope}. */
  public String scope() {
    return vhost != null ? "vhost/" + vhost : "domain/" + domain;
  }

  /** Whether transcoded streams call back too. */
  public boolean transcodes() {
    return Boolean.TRUE.equals(transcodeCallback);
  }

  /** Whether callbacks are signed. */
  public boolean authenticates() {
    return Boolean.TRUE.equals(authEnable);
  }

  /** Whether the remote record goes with the object. A policy that isn't known keeps it. */
  public boolean deletes() {
    return deletionPolicy == null || deletionPolicy.equals(DELETE);
  }
}
