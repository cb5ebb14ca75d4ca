using System.Runtime.CompilerServices;
using Kybernet.ApiServer.Registry;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Audit;

/// <summary>What is the same in many events, as JSON: users, and why they were let in. Any thread may ask.</summary>
internal sealed class AuditTexts
{
    // Whoever shares a place with another is written anew each time they take turns.
    private const int Places = 64;

    private readonly Text?[] _texts = new Text?[Places];

    public ReadOnlySpan<byte> Of(UserInfo user) => Of(user, static (json, user) => AuditEventJson.WriteUser(json, (UserInfo)user));

    public ReadOnlySpan<byte> Of(string text) => Of(text, static (json, text) => json.String((string)text));

    private ReadOnlySpan<byte> Of(object value, Action<JsonWriter, object> write)
    {
        ref var place = ref _texts[(uint)RuntimeHelpers.GetHashCode(value) % Places];
        if (Volatile.Read(ref place) is { } known && ReferenceEquals(known.Value, value)) return known.Json;
        using var json = new JsonWriter();
        write(json, value);
        var text = new Text(value, json.Written.ToArray());
        Volatile.Write(ref place, text);
        return text.Json;
    }

    private sealed record Text(object Value, byte[] Json);
}
