using System.Diagnostics.CodeAnalysis;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Values;

namespace Kybernet.Machinery.Codecs;

/// <summary>What generated defaulting is made of. Each method says whether the field changes, and to what.</summary>
public static class Defaults
{
    /// <summary>A thousandth, as a power of ten.</summary>
    private const int Milli = -3;

    /// <summary>A record that gets defaults only where it is there.</summary>
    public static bool Present<T>(T? value, [NotNullWhen(true)] out T? made)
        where T : class, IDefaulted<T>
    {
        made = value?.WithDefaults();
        return made is not null && !ReferenceEquals(made, value);
    }

    /// <summary>A record that is always there; <paramref name="empty"/> is what its absence means.</summary>
    public static bool Always<T>(T? value, T empty, [NotNullWhen(true)] out T? made)
        where T : class, IDefaulted<T>
    {
        var present = value ?? empty;
        made = present.WithDefaults();
        return !ReferenceEquals(made, present);
    }

    /// <summary>A record that is to be there: <paramref name="absent"/> where it was not.</summary>
    public static bool Absent<T>(T? value, T absent, [NotNullWhen(true)] out T? made)
        where T : class, IDefaulted<T>
    {
        made = (value ?? absent).WithDefaults();
        return !ReferenceEquals(made, value);
    }

    /// <summary>The items of a list; copied when the first of them changes.</summary>
    public static bool Items<T>(ListOf<T> list, out ListOf<T> made)
        where T : class, IDefaulted<T>
    {
        T[]? copy = null;
        var items = list.AsSpan();
        for (var i = 0; i < items.Length; i++)
            if (Present(items[i], out var item)) (copy ??= items.ToArray())[i] = item;
        made = copy is null ? list : ListOf<T>.Adopt(copy);
        return copy is not null;
    }

    /// <summary>The values of a map; copied when the first of them changes.</summary>
    public static bool Items<T>(MapOf<T> map, out MapOf<T> made)
        where T : class, IDefaulted<T>
    {
        KeyValuePair<string, T>[]? copy = null;
        var entries = map.AsSpan();
        for (var i = 0; i < entries.Length; i++)
            if (Present(entries[i].Value, out var value)) (copy ??= entries.ToArray())[i] = new(entries[i].Key, value);
        made = copy is null ? map : MapOf<T>.FromSorted(copy);
        return copy is not null;
    }

    /// <summary>Amounts of resources are whole thousandths. Upstream: <c>SetDefaults_ResourceList</c> of <c>core/v1/defaults.go</c>.</summary>
    public static bool RoundUp(MapOf<Quantity> amounts, out MapOf<Quantity> made)
    {
        KeyValuePair<string, Quantity>[]? copy = null;
        var entries = amounts.AsSpan();
        for (var i = 0; i < entries.Length; i++)
        {
            var rounded = entries[i].Value.RoundUp(Milli, out var exact);
            if (!exact) (copy ??= entries.ToArray())[i] = new(entries[i].Key, rounded);
        }

        made = copy is null ? amounts : MapOf<Quantity>.FromSorted(copy);
        return copy is not null;
    }

    /// <summary>A default that the schema writes as a JSON object.</summary>
    public static T FromJson<T>(ReadOnlySpan<byte> json)
        where T : class, IApiMessage<T>
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        return T.ReadJson(ref reader, null);
    }

    /// <summary>A default that the schema writes as a JSON array of objects.</summary>
    public static ListOf<T> ListFromJson<T>(ReadOnlySpan<byte> json)
        where T : class, IApiMessage<T>
    {
        var reader = new JsonReader(json, DecodeOptions.Default);
        return ListCodec<T, MessageCodec<T>>.ReadJson(ref reader, "[]");
    }
}
