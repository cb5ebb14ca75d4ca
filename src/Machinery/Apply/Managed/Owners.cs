using Kybernet.Machinery.Apply.Fields;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Meta;
using Kybernet.Machinery.Validation;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Apply.Managed;

/// <summary>The managers of one object with the fields each owns and when it last wrote: an object's managed fields, decoded.</summary>
/// <remarks>Lives for one request. Upstream: <c>managedfields/internal/managedfields.go</c>.</remarks>
internal sealed class Owners
{
    /// <summary>The bytes that sets were decoded of: a set that did not change goes back as it came.</summary>
    private readonly Dictionary<FieldSet, FieldsV1> _encoded = new(ReferenceEqualityComparer.Instance);

    public Dictionary<ManagerId, VersionedSet> Sets { get; set; } = [];

    public Dictionary<ManagerId, Time?> Times { get; } = [];

    /// <summary>Null when an entry is malformed; the error says which rule it breaks.</summary>
    public static Owners? Decode(ListOf<ManagedFieldsEntry> entries, out string error)
    {
        var owners = new Owners();
        for (var i = 0; i < entries.Count; i++)
        {
            var entry = entries[i];
            error = Check(entry, i);
            if (error.Length > 0) return null;
            if (FieldSet.Parse(entry.FieldsV1) is not { } fields)
            {
                error = $"error decoding versioned set from {entry}: error decoding set: {entry.FieldsV1}";
                return null;
            }

            var id = ManagerId.Of(entry);
            owners.Sets[id] = new(fields, entry.ApiVersion, entry.Operation == ManagerId.Apply);
            owners.Times[id] = entry.Time;
            if (!entry.FieldsV1.IsAbsent && !fields.IsEmpty) owners._encoded[fields] = entry.FieldsV1;
        }

        error = "";
        return owners;
    }

    /// <summary>The entries, sorted as upstream stores them; the absent list when nobody owns anything.</summary>
    public ListOf<ManagedFieldsEntry> Encode()
    {
        if (Sets.Count == 0) return default;
        var entries = new List<ManagedFieldsEntry>(Sets.Count);
        foreach (var (id, set) in Sets)
        {
            entries.Add(new()
            {
                Manager = id.Manager,
                Operation = set.IsApplied ? ManagerId.Apply : id.Operation,
                ApiVersion = set.ApiVersion,
                Time = Times.GetValueOrDefault(id),
                FieldsType = "FieldsV1",
                FieldsV1 = _encoded.TryGetValue(set.Fields, out var encoded) ? encoded : set.Fields.ToFieldsV1(),
                Subresource = id.Subresource,
            });
        }

        entries.Sort(Compare);
        return ListOf<ManagedFieldsEntry>.Adopt([.. entries]);
    }

    /// <summary>By operation, time, manager, version, subresource.</summary>
    private static int Compare(ManagedFieldsEntry left, ManagedFieldsEntry right)
    {
        var order = Utf8Order.Compare(left.Operation, right.Operation);
        if (order == 0) order = Seconds(left.Time).CompareTo(Seconds(right.Time));
        if (order == 0) order = Utf8Order.Compare(left.Manager, right.Manager);
        if (order == 0) order = Utf8Order.Compare(left.ApiVersion, right.ApiVersion);
        return order == 0 ? Utf8Order.Compare(left.Subresource, right.Subresource) : order;
    }

    /// <summary>No time sorts as 1970, as upstream.</summary>
    internal static long Seconds(Time? time) => time?.UnixSeconds ?? 0;

    private static string Check(ManagedFieldsEntry entry, int index)
    {
        if (entry.Operation is not (ManagerId.Apply or ManagerId.Update)) return "operation must be `Apply` or `Update`";
        if (entry.ApiVersion.Length == 0) return "apiVersion must not be empty";
        return entry.FieldsType switch
        {
            "FieldsV1" => "",
            "" => $"missing fieldsType in managed fields entry {index}",
            var other => $"invalid fieldsType {QuotedText.Of(other)} in managed fields entry {index}",
        };
    }
}
