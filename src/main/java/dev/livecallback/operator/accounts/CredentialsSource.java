package dev.livecallback.operator.accounts;

import dev.livecallback.account.AccountProblem;
import dev.livecallback.account.CredentialsLookup;
import dev.livecallback.account.SecretEntry;
import dev.livecallback.account.WebIdentity;
import dev.livecallback.api.CredentialsSecretRef;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.WebIdentitySpec;
import dev.livecallback.volcengine.Answer;
import dev.livecallback.volcengine.Credentials;
import dev.livecallback.volcengine.Failure;
import java.time.Instant;
import java.util.Set;

/** The source of an account's credentials: one class for each kind that a spec can name. */
sealed interface CredentialsSource {

  /** Returns the source that a spec names. */
  static CredentialsSource of(
      CredentialsSpec spec,
      String namespace,
      AccountCalls calls,
      AccountContext context,
      OwnKeys ownKeys) {
    if (spec.secretRef() != null) {
      return new InSecret(namespace, spec.secretRef(), new AccountSecrets(context.secrets()));
    }
    if (spec.webIdentity() != null) {
      return new OfRole(spec.webIdentity(), calls, context);
    }
    return spec.environment() != null ? new OfOperator(ownKeys) : new Unknown();
  }

  /** Returns the Secret entries whose values the account may sign with. */
  default Set<SecretEntry> signing() {
    return Set.of();
  }

  /**
   * An access key in a Secret. Looking for it may take a request, and so a while.
   *
   * @param namespace the namespace of the account and of the Secret
   */
  record InSecret(String namespace, CredentialsSecretRef ref, AccountSecrets secrets)
      implements CredentialsSource {
    @Override
    public Set<SecretEntry> signing() {
      return AccountSecrets.signing(namespace, ref);
    }

    /** Returns whether the access key is in that Secret. */
    boolean isIn(String otherNamespace, String secret) {
      return ref.name().equals(secret) && namespace.equals(otherNamespace);
    }

    /**
     * Looks for the access key.
     *
     * @throws dev.livecallback.engine.objects.SecretUnavailableException if the Secret can't be
     *     asked for
     */
    CredentialsLookup find() {
      return secrets.find(namespace, ref);
    }
  }

  /** The operator's own keys, which all accounts of this kind share. */
  record OfOperator(OwnKeys keys) implements CredentialsSource {}

  /** A role that the operator assumes. It is assumed anew by each object of this class. */
  final class OfRole implements CredentialsSource {
    private final WebIdentitySpec spec;
    private final WebIdentity identity;
    private volatile boolean taken;

    private OfRole(WebIdentitySpec spec, AccountCalls calls, AccountContext context) {
      this.spec = spec;
      this.identity =
          new WebIdentity(
              spec.roleTrn(),
              spec.validFor(),
              context.process().settings().tokenFile(),
              calls::assumeRole,
              context.process().clock());
    }

    /** Returns whether the role has to be assumed, for the first time or anew. */
    boolean isDue(Instant now) {
      return !taken || !now.isBefore(identity.refreshAt());
    }

    /** Assumes the role, with a call to STS unless the last credentials are still good. */
    CredentialsLookup exchange() {
      return switch (identity.current()) {
        case Answer.Ok<Credentials> ok -> new CredentialsLookup.Available(ok.value(), taken);
        case Answer.Failed<Credentials>(Failure failure) ->
            new CredentialsLookup.Missing(AccountProblem.withRole(spec.roleTrn(), failure));
      };
    }

    /** Notes that the account took the result of an exchange: later credentials replace it. */
    void taken() {
      taken = true;
    }

    /** Notes that the cloud refuses these credentials. */
    void refused(Credentials credentials) {
      identity.refused(credentials);
    }
  }

  /** A kind of credentials that this version doesn't know: there are none. */
  record Unknown() implements CredentialsSource {}
}
