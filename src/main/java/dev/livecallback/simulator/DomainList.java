package dev.livecallback.simulator;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.livecallback.volcengine.Scope;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * ListDomainDetail: the push domains of an account and their vhosts (contract 6.5). If an account
 * knows every name, the list has the domains with records and the domains that are asked for.
 */
final class DomainList {

  /** The body of the request. */
  record Filter(
      @JsonProperty("PageNum") @Nullable Integer pageNum,
      @JsonProperty("PageSize") @Nullable Integer pageSize,
      @JsonProperty("VhostList") @Nullable List<@Nullable String> vhostList,
      @JsonProperty("DomainNameList") @Nullable List<@Nullable String> domainNameList,
      @JsonProperty("DomainStatusList") @Nullable List<Integer> domainStatusList,
      @JsonProperty("DomainTypeList") @Nullable List<@Nullable String> domainTypeList,
      @JsonProperty("DomainRegionList") @Nullable List<@Nullable String> domainRegionList) {}

  private final RecordStore store;
  private final SimulatedAccounts accounts;

  DomainList(RecordStore store, SimulatedAccounts accounts) {
    this.store = store;
    this.accounts = accounts;
  }

  ActionResult list(String account, Filter filter) {
    Integer page = filter.pageNum();
    Integer size = filter.pageSize();
    if (page == null || page < 1 || page > 1000 || size == null || size < 1 || size > 1000) {
      return ActionResult.refused(
          ApiError.invalidParam("PageNum and PageSize must be from 1 to 1000"));
    }
    List<Map.Entry<String, String>> all =
        domains(account, filter).entrySet().stream()
            .filter(each -> asked(filter.domainNameList(), each.getKey()))
            .filter(each -> asked(filter.vhostList(), each.getValue()))
            .filter(_ -> asked(filter.domainTypeList(), "push"))
            .filter(_ -> asked(filter.domainRegionList(), "cn"))
            .filter(_ -> asked(filter.domainStatusList(), 0))
            .toList();
    ObjectNode result = Json.object().put("Total", all.size());
    ArrayNode list = result.putArray("DomainList");
    all.stream()
        .skip((page - 1L) * size)
        .limit(size)
        .forEach(each -> list.add(item(each.getKey(), each.getValue())));
    return new ActionResult.Done(result);
  }

  private Map<String, String> domains(String account, Filter filter) {
    Map<String, String> known = new TreeMap<>(accounts.domains(account));
    if (known.remove(SimulatedAccounts.ANY) == null) {
      return known;
    }
    store.list().stream()
        .map(StoredRecord::key)
        .filter(key -> key.cloudAccount().equals(account))
        .map(key -> key.scope().name().toLowerCase(Locale.ROOT))
        .forEach(name -> know(known, account, name));
    names(filter.domainNameList()).forEach(name -> know(known, account, name));
    names(filter.vhostList()).forEach(name -> know(known, account, name));
    return known;
  }

  private static Stream<String> names(@Nullable List<@Nullable String> list) {
    return (list == null ? List.<@Nullable String>of() : list)
        .stream().flatMap(Stream::ofNullable).filter(name -> !name.isEmpty());
  }

  private void know(Map<String, String> known, String account, String name) {
    if (accounts.owner(account, Scope.domain(name)) == SimulatedAccounts.Owner.OURS) {
      known.putIfAbsent(name, accounts.vhostOf(account, name));
    }
  }

  private static boolean asked(@Nullable Collection<@Nullable String> names, String name) {
    return names == null || names.isEmpty() || names.stream().anyMatch(name::equalsIgnoreCase);
  }

  private static boolean asked(@Nullable Collection<Integer> numbers, int number) {
    return numbers == null || numbers.isEmpty() || numbers.contains(number);
  }

  private static ObjectNode item(String domain, String vhost) {
    ObjectNode item =
        Json.object()
            .put("Vhost", vhost)
            .put("Domain", domain)
            .put("Type", "push")
            .put("Status", 0)
            .put("DomainCheck", 0)
            .put("Region", "cn")
            .put("CNAME", domain + ".cname.example.com")
            .put("CnameCheck", 1)
            .put("ICPCheck", 1)
            .put("PushDomain", "")
            .put("CertDomain", "")
            .put("ChainID", "")
            .put("ProjectName", "default")
            .put("HTTP2", false)
            .put("CreateTime", "2024-01-01T00:00:00Z");
    item.putArray("Tags");
    return item;
  }
}
