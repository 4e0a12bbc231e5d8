package dev.livecallback.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyDescription;
import io.fabric8.generator.annotation.Required;
import io.fabric8.generator.annotation.Size;
import java.util.List;

/**
 * The remote record as it was last read, shown only while it differs. Query strings of URLs that
 * aren't the object's read {@code ?…}.
 *
 * @param callbackDetailList the record's targets, the first 100
 * @param transcodeCallback true if transcoded streams call back too
 * @param authEnable true if callbacks are signed
 * @param authKeyPrimary {@link #SET}, {@link #UNSET}, {@link #DIFFERENT} or {@link #HIDDEN}; never
 *     the key
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ObservedRecord(
    @JsonPropertyDescription("Its targets, the first 100.") @Required
        List<ObservedDetail> callbackDetailList,
    @JsonPropertyDescription("Whether transcoded streams call back too.") @Required
        boolean transcodeCallback,
    @JsonPropertyDescription("Whether callbacks are signed.") @Required boolean authEnable,
    @JsonPropertyDescription(
            "Its key: set (this object's), unset (none), different (another one) or hidden (the API doesn't show it). Never the key itself.")
        @Required
        @Size(max = 16)
        String authKeyPrimary) {

  /** There is a key, and it is the object's. */
  public static final String SET = "set";

  /** There is no key. */
  public static final String UNSET = "unset";

  /** There is a key, and it isn't the object's. */
  public static final String DIFFERENT = "different";

  /** There is a key, and the API doesn't show it. */
  public static final String HIDDEN = "hidden";

  /** Takes a copy of the first 100 targets. */
  public ObservedRecord {
    callbackDetailList =
        callbackDetailList == null
            ? List.of()
            : callbackDetailList.stream().limit(Bounds.TARGETS).toList();
  }
}
