using System.Globalization;
using Kybernet.Machinery.Json;

namespace Kybernet.ApiServer.Http;

/// <summary>The metadata of a list.</summary>
internal static class ListHead
{
    /// <summary>The members of ListMeta, without braces.</summary>
    public static void WriteMembers(JsonWriter json, string resourceVersion, string next, long? remaining)
    {
        var separator = ""u8;
        if (resourceVersion.Length > 0)
        {
            json.Raw("\"resourceVersion\":"u8);
            json.String(resourceVersion);
            separator = ","u8;
        }

        if (next.Length > 0)
        {
            json.Raw(separator);
            json.Raw("\"continue\":"u8);
            json.String(next);
            separator = ","u8;
        }

        if (remaining is not { } count) return;
        json.Raw(separator);
        json.Raw("\"remainingItemCount\":"u8);
        json.Raw(System.Text.Encoding.ASCII.GetBytes(count.ToString(CultureInfo.InvariantCulture)));
    }
}
