package dev.livecallback.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.livecallback.simulator.SimulatedAccounts.AccessKey;
import dev.livecallback.volcengine.SecretText;
import dev.livecallback.volcengine.Signer;
import java.security.MessageDigest;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds out who sent a request. Clients sign different headers in different orders, so the signed
 * text is rebuilt from the list that the client gives, in its order (contract 2.2).
 */
final class RequestVerifier {
  private static final Duration VALIDITY = Duration.ofMinutes(15);
  private static final long LONGEST_VALIDITY_SECONDS = 604_800;
  private static final DateTimeFormatter X_DATE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'");
  private static final Pattern AUTHORIZATION =
      Pattern.compile(
          "HMAC-SHA256\\s+Credential=([^/,\\s]+)/(\\d{8})/([^/,\\s]+)/([^/,\\s]+)/request,"
              + "\\s*SignedHeaders=([^,\\s]+),\\s*Signature=([0-9a-fA-F]{64})");

  /** The result of a check. */
  sealed interface Verification {
    /** A request that is signed by that key, for that region. */
    record Accepted(AccessKey key, String region) implements Verification {}

    /** A request whose signature isn't accepted, and the reason. */
    record Refused(ApiError error) implements Verification {}
  }

  private record Claim(
      String keyId,
      String date,
      String region,
      String service,
      List<String> signedHeaders,
      String signature) {}

  private final SimulatedAccounts accounts;
  private final Knobs knobs;
  private final Set<String> liveRegions;

  RequestVerifier(SimulatedAccounts accounts, Knobs knobs, Set<String> liveRegions) {
    this.accounts = accounts;
    this.knobs = knobs;
    this.liveRegions = Set.copyOf(liveRegions);
  }

  /** Checks the signature of a request to a service ({@code live}, {@code sts}) at that instant. */
  Verification verify(ApiRequest request, String service, Instant now) {
    Optional<String> authorization = request.header("authorization");
    if (authorization.isEmpty()) {
      return refused(unsigned());
    }
    Optional<Claim> parsed = claim(authorization.get());
    if (parsed.isEmpty()) {
      return refused(
          ApiError.gateway(
              400,
              100_024,
              "InvalidAuthorization",
              "The Authorization header is not of the form HMAC-SHA256 Credential=...,"
                  + " SignedHeaders=..., Signature=..."));
    }
    Claim claim = parsed.get();
    Optional<String> xDate = request.header("x-date");
    if (xDate.isEmpty()) {
      return refused(
          ApiError.gateway(
              400, 100_004, "MissingRequestInfo", "The request has no X-Date header."));
    }
    if (!fresh(xDate.get(), request, now)) {
      return refused(
          ApiError.gateway(
              knobs.timestampStatus().get(),
              100_006,
              "InvalidTimestamp",
              "The request is expired or its X-Date is too far from the server's time."));
    }
    Optional<String> wrongScope = wrongScope(claim, xDate.get(), service);
    if (wrongScope.isPresent()) {
      return refused(ApiError.gateway(400, 100_025, "InvalidCredential", wrongScope.get()));
    }
    Optional<AccessKey> key = accounts.key(claim.keyId).filter(each -> accounts.enabled(each.id()));
    if (key.isEmpty()) {
      return refused(
          ApiError.gateway(
              401,
              100_009,
              "InvalidAccessKey",
              "The access key " + claim.keyId + " does not exist or is disabled."));
    }
    return signedBy(key.get(), claim, xDate.get(), request, now);
  }

  /** Returns the owner of the access key that a request names, proven or not. */
  Who named(ApiRequest request) {
    return request
        .header("authorization")
        .flatMap(RequestVerifier::claim)
        .flatMap(claim -> accounts.key(claim.keyId))
        .map(Who::of)
        .orElse(Who.UNKNOWN);
  }

  private Verification signedBy(
      AccessKey key, Claim claim, String xDate, ApiRequest request, Instant now) {
    if (!tokenFits(key, request, now)) {
      return refused(
          ApiError.gateway(
              401,
              100_026,
              "InvalidSecretToken",
              "The security token included in the request is invalid or expired."));
    }
    String expected =
        Signer.signature(
            key.secret(),
            xDate,
            claim.region,
            claim.service,
            request.signed(),
            claim.signedHeaders);
    boolean bodyAsClaimed =
        request
            .header("x-content-sha256")
            .map(claimed -> claimed.equals(request.body().sha256().hex()))
            .orElse(true);
    if (!bodyAsClaimed
        || !MessageDigest.isEqual(expected.getBytes(UTF_8), claim.signature.getBytes(UTF_8))) {
      return refused(
          ApiError.gateway(
              401,
              100_010,
              "SignatureDoesNotMatch",
              "The request signature we calculated does not match the signature you provided."));
    }
    return new Verification.Accepted(key, claim.region);
  }

  private ApiError unsigned() {
    return switch (knobs.missingAuth().get()) {
      case MISSING_AUTHENTICATION_TOKEN ->
          ApiError.gateway(
              401,
              100_003,
              "MissingAuthenticationToken",
              "The request is missing its Authorization header.");
      case INVALID_CREDENTIAL ->
          ApiError.gateway(
              400, 100_025, "InvalidCredential", "The request carries no valid credential.");
    };
  }

  private Optional<String> wrongScope(Claim claim, String xDate, String service) {
    if (!claim.date.equals(xDate.substring(0, 8))) {
      return Optional.of("The date in the credential is not the date of X-Date.");
    }
    if (!claim.service.equals(service)) {
      return Optional.of("The credential is for another service than " + service + ".");
    }
    if (service.equals(Actions.LIVE) && !liveRegions.contains(claim.region)) {
      return Optional.of("The service live does not exist in the credential's region.");
    }
    return Optional.empty();
  }

  private static boolean fresh(String xDate, ApiRequest request, Instant now) {
    Instant signedAt;
    try {
      signedAt = LocalDateTime.parse(xDate, X_DATE).toInstant(ZoneOffset.UTC);
    } catch (DateTimeException e) {
      return false;
    }
    Duration validity =
        request
            .parameter("X-Expires")
            .or(() -> request.header("x-expires"))
            .filter(text -> text.matches("[1-9]\\d{0,6}"))
            .map(text -> Math.min(Long.parseLong(text), LONGEST_VALIDITY_SECONDS))
            .map(Duration::ofSeconds)
            .orElse(VALIDITY);
    return !signedAt.plus(validity).isBefore(now) && !signedAt.minus(VALIDITY).isAfter(now);
  }

  private static boolean tokenFits(AccessKey key, ApiRequest request, Instant now) {
    Optional<SecretText> sent = request.header("x-security-token").map(SecretText::new);
    boolean fits = sent.equals(Optional.ofNullable(key.token()));
    Instant expires = key.expires();
    return fits && (expires == null || now.isBefore(expires));
  }

  private static Optional<Claim> claim(String authorization) {
    Matcher parts = AUTHORIZATION.matcher(authorization);
    return parts.matches()
        ? Optional.of(
            new Claim(
                parts.group(1),
                parts.group(2),
                parts.group(3),
                parts.group(4),
                List.of(parts.group(5).split(";", -1)),
                parts.group(6)))
        : Optional.empty();
  }

  private static Verification refused(ApiError error) {
    return new Verification.Refused(error);
  }
}
