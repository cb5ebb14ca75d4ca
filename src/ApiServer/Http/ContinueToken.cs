using System.Buffers.Text;
using System.Text;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Http;

/// <summary>Where a list in pieces goes on. Upstream: <c>storage/continue.go</c>, the same bytes.</summary>
/// <param name="Revision">The revision of the first piece; -1 when the rest comes from the current state.</param>
/// <param name="Start">The first key of the rest, relative to the list's prefix.</param>
public readonly record struct ContinueToken(long Revision, string Start)
{
    public const long Current = -1;

    private const string Version = "meta.k8s.io/v1";

    /// <summary>The token for what follows the key.</summary>
    public static ContinueToken After(long revision, string lastKey) => new(revision, lastKey + "\0");

    public override string ToString()
    {
        var json = JsonValue.From(default(Machinery.Collections.MapOf<JsonValue>)).With("rv", Revision).With("start", Start).With("v", Version);
        return Base64Url.EncodeToString(Encoding.UTF8.GetBytes(json.ToString()));
    }

    public static bool TryParse(string text, out ContinueToken token, out string error)
    {
        token = default;
        error = "continue key is not valid";
        if (!Base64Url.IsValid(text)) return false;
        var reader = new JsonReader(Base64Url.DecodeFromChars(text), DecodeOptions.Default);
        var read = JsonValueCodec.ReadJson(ref reader);
        reader.ExpectEnd();
        if (reader.Fault is { } fault) error = $"continue key is not valid: {fault.Message}";
        if (reader.Failed || read["v"].AsString() != Version || read["start"].AsString() is not { Length: > 0 } start) return false;
        if (start.Contains("../", StringComparison.Ordinal)) return false;
        token = new(read["rv"].AsInteger() ?? 0, start);
        return true;
    }
}
