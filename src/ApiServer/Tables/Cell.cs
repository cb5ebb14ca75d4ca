using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Values;

namespace Kybernet.ApiServer.Tables;

/// <summary>What cells of many kinds show.</summary>
internal static class Cell
{
    public const string None = "<none>";
    public const string Unset = "<unset>";
    public const string Unknown = "<unknown>";

    private const int MostShown = 3;

    public static string Age(ObjectMeta metadata, DateTimeOffset now) => Since(metadata.CreationTimestamp, now);

    public static string Since(Time time, DateTimeOffset now) =>
        time.IsZero ? Unknown : HumanDuration.Format(now - time.ToDateTimeOffset());

    public static string Since(MicroTime time, DateTimeOffset now) =>
        time.IsZero ? Unknown : HumanDuration.Format(now - time.ToDateTimeOffset());

    public static string Or(string? text, string otherwise) => string.IsNullOrEmpty(text) ? otherwise : text;

    public static string Names(ListOf<Container> containers) => string.Join(',', containers.Select(container => container.Name));

    public static string Images(ListOf<Container> containers) => string.Join(',', containers.Select(container => container.Image));

    /// <summary>The first three; how many more there are.</summary>
    public static string FirstFew(IReadOnlyCollection<string> items)
    {
        var shown = string.Join(',', items.Take(MostShown));
        return items.Count > MostShown ? $"{shown} + {items.Count - MostShown} more..." : shown;
    }

    public static string Bool(bool? value) => value switch { true => "True", false => "False", _ => Unset };
}
