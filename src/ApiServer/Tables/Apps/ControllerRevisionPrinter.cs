using Kybernet.Api.Apps.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Kinds;

namespace Kybernet.ApiServer.Tables.Apps;

/// <summary>Controller revisions.</summary>
public sealed class ControllerRevisionPrinter() : TablePrinter<ControllerRevision>(
[
    Column.Name,
    Column.Text("Controller", "The object whose revision it is."),
    Column.Text("Revision", "The revision's number."),
    Column.Age,
])
{
    protected override ListOf<JsonValue> Row(ControllerRevision value, DateTimeOffset now) =>
        [value.Metadata.Name, Controller(value), value.Revision, Cell.Age(value.Metadata, now)];

    private static string Controller(ControllerRevision revision)
    {
        if (revision.Metadata.OwnerReferences.FirstOrDefault(owner => owner.Controller == true) is not { } owner) return Cell.None;
        var kind = GroupVersionKind.FromApiVersionAndKind(owner.ApiVersion, owner.Kind).GroupKind;
        return $"{kind.ToString().ToLowerInvariant()}/{owner.Name}";
    }
}
