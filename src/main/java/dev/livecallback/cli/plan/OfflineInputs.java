package dev.livecallback.cli.plan;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.account.ServiceProfile;
import dev.livecallback.api.AccountName;
import dev.livecallback.api.AllowRule;
import dev.livecallback.api.CredentialsSpec;
import dev.livecallback.api.EnvironmentSpec;
import dev.livecallback.api.LiveAccount;
import dev.livecallback.api.LiveAccountSpec;
import dev.livecallback.api.LiveCallback;
import dev.livecallback.cli.CommandFailedException;
import dev.livecallback.operator.config.OperatorSettings;
import dev.livecallback.settings.OperatorSetting;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Secret;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The inputs of a plan without a cluster: the files as they are. Objects that name no account use
 * the default account. If the files lack the default account, it has the access key of the
 * environment.
 */
final class OfflineInputs {
  private static final String UNSEEN =
      "There is no cluster: an object there may have the record, or be this very object.";

  private OfflineInputs() {}

  static PlanInputs.Inputs of(Manifests files, OperatorSettings operator)
      throws CommandFailedException {
    KubernetesSerialization serialization = new KubernetesSerialization();
    List<LiveCallback> objects = new ArrayList<>();
    Map<AccountName, LiveAccount> accounts = new HashMap<>();
    List<Secret> secrets = new ArrayList<>();
    Map<String, String> unchecked = new HashMap<>();
    Map<String, String> refused = new TreeMap<>();
    for (ObjectNode file : files.objects()) {
      Optional<String> refusal = FieldCheck.refusal(file);
      if (refusal.isPresent()) {
        refused.put(Manifests.what(file), refusal.get());
        continue;
      }
      switch (file.path("kind").asText()) {
        case "LiveCallback" -> {
          LiveCallback object = serialization.convertValue(file, LiveCallback.class);
          objects.add(object);
          unchecked.put(Manifests.what(file), UNSEEN);
        }
        case "LiveAccount" -> {
          LiveAccount account = serialization.convertValue(file, LiveAccount.class);
          accounts.put(AccountName.of(account), account);
        }
        default -> secrets.add(SecretFile.of(file, null, serialization));
      }
    }
    AccountName byDefault = operator.defaultAccount();
    accounts.computeIfAbsent(byDefault, name -> ofEnvironment(name, operator));
    return new PlanInputs.Inputs(
        new ClusterState(List.of(), Map.of(), Map.of(), Set.of(), Set.of(), UNSEEN),
        new Edits(objects, accounts, secrets, Set.of(), Set.of(), unchecked),
        refused,
        List.of(
            "There is no kubeconfig: the files are taken as they are, and what is in a cluster"
                + " doesn't count."));
  }

  private static LiveAccount ofEnvironment(AccountName name, OperatorSettings operator) {
    URI endpoint = operator.of(OperatorSetting.LIVE_ENDPOINT);
    boolean bytePlus = endpoint.equals(URI.create(ServiceProfile.BYTEPLUS.liveEndpoint()));
    LiveAccount account = new LiveAccount();
    ObjectMeta metadata = new ObjectMeta();
    metadata.setNamespace(name.namespace());
    metadata.setName(name.name());
    account.setMetadata(metadata);
    account.setSpec(
        new LiveAccountSpec(
            bytePlus ? LiveAccountSpec.BYTEPLUS : LiveAccountSpec.VOLCENGINE,
            new CredentialsSpec(null, null, new EnvironmentSpec()),
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(new AllowRule(List.of("*"), null, null))));
    return account;
  }
}
