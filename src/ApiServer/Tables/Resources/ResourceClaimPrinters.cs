using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Tables.Resources;

/// <summary>Resource claims.</summary>
public sealed class ResourceClaimPrinter() : TablePrinter<ResourceClaim>(
    [Column.Name, Column.Text("State", "Whether devices are allocated, and reserved for pods."), Column.Age])
{
    protected override ListOf<JsonValue> Row(ResourceClaim value, DateTimeOffset now) =>
        [value.Metadata.Name, string.Join(',', States(value)), Cell.Age(value.Metadata, now)];

    private static IEnumerable<string> States(ResourceClaim claim)
    {
        var isDeleted = claim.Metadata.DeletionTimestamp is not null;
        if (isDeleted) yield return "deleted";
        if (claim.Status.Allocation is not null)
        {
            yield return "allocated";
            if (!claim.Status.ReservedFor.IsEmpty) yield return "reserved";
        }
        else if (!isDeleted) yield return "pending";
    }
}

/// <summary>Resource claim templates.</summary>
public sealed class ResourceClaimTemplatePrinter() : TablePrinter<ResourceClaimTemplate>([Column.Name, Column.Age])
{
    protected override ListOf<JsonValue> Row(ResourceClaimTemplate value, DateTimeOffset now) =>
        [value.Metadata.Name, Cell.Age(value.Metadata, now)];
}
