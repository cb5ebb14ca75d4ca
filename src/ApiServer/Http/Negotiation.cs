using System.Globalization;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Statuses;

namespace Kybernet.ApiServer.Http;

/// <summary>Finds the form of the answer in the Accept header. Upstream: <c>endpoints/handlers/negotiation</c>.</summary>
public static class Negotiation
{
    private static readonly ListOf<string> s_formats = [ResponseForm.Json, ResponseForm.Yaml, ResponseForm.Protobuf];
    private static readonly ListOf<string> s_streams = [ResponseForm.Json, ResponseForm.Protobuf + ";stream=watch"];

    /// <param name="accept">The header; empty is <c>*/*</c>.</param>
    /// <param name="transforms">Whether Table and PartialObjectMetadata can be had.</param>
    /// <param name="isStream">The answer is a watch.</param>
    /// <param name="form">What was found.</param>
    /// <returns>406 when nothing that is accepted can be made.</returns>
    public static ApiError? Negotiate(string accept, bool transforms, bool isStream, out ResponseForm form)
    {
        form = default;
        if (accept.Length == 0 || accept is "*/*" or ResponseForm.Json) return null;
        var best = -1.0;
        foreach (var clause in accept.Split(','))
        {
            var (found, quality) = Read(clause, transforms, isStream);
            if (found is not { } candidate || quality <= best) continue;
            best = quality;
            form = candidate;
        }

        return best >= 0 ? null : ApiError.NotAcceptable(isStream ? s_streams : s_formats);
    }

    private static (ResponseForm? Form, double Quality) Read(string clause, bool transforms, bool isStream)
    {
        var parts = clause.Split(';', StringSplitOptions.TrimEntries);
        WireFormat? format = parts[0] switch
        {
            "*/*" or "application/*" or ResponseForm.Json => WireFormat.Json,
            ResponseForm.Yaml or "application/x-yaml" or "text/yaml" when !isStream => WireFormat.Yaml,
            ResponseForm.Protobuf => WireFormat.Protobuf,
            _ => null,
        };
        if (format is null) return (null, 0);
        var (kind, group, version, quality) = ("", "", "", 1.0);
        foreach (var parameter in parts.AsSpan(1))
        {
            var at = parameter.IndexOf('=', StringComparison.Ordinal);
            if (at < 0) continue;
            var value = parameter[(at + 1)..];
            switch (parameter[..at])
            {
                case "as": kind = value; break;
                case "g": group = value; break;
                case "v": version = value; break;
                case "q" when double.TryParse(value, CultureInfo.InvariantCulture, out var q): quality = q; break;
            }
        }

        if (kind.Length == 0) return (new(format.Value, ObjectForm.Whole), quality);
        if (!transforms || group != "meta.k8s.io" || version != "v1") return (null, 0);
        return kind switch
        {
            "Table" => (new(format.Value, ObjectForm.Table), quality),
            "PartialObjectMetadata" or "PartialObjectMetadataList" => (new(format.Value, ObjectForm.Metadata), quality),
            _ => (null, 0),
        };
    }
}
