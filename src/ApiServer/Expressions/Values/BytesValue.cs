using System.Text;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Expressions.Values;

/// <summary>Bytes, kept as JSON has them: in base 64.</summary>
internal sealed record BytesValue(string Base64) : IForeignValue, IForeignText
{
    public string Type => "bytes";

    private byte[] Octets => Convert.FromBase64String(Base64);

    public static BytesValue Of(string text) => new(Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    public static Evaluated Read(string base64) =>
        Convert.TryFromBase64String(base64, new byte[base64.Length], out _) ? Evaluated.Of(new BytesValue(base64)) : Evaluated.Fail("invalid base64");

    public Evaluated? Call(string method, ListOf<JsonValue> arguments) => method == "size" && arguments.IsEmpty ? Evaluated.Of(Octets.Length) : null;

    public Evaluated ToText()
    {
        try
        {
            return Evaluated.Of(new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(Octets));
        }
        catch (ArgumentException)
        {
            return Evaluated.Fail("invalid UTF-8 in bytes, cannot convert to string");
        }
    }

    public override string ToString() => Base64;
}
