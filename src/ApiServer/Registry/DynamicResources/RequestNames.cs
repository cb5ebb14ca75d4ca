using Kybernet.Api.Resource.V1;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Validation;

namespace Kybernet.ApiServer.Registry.DynamicResources;

/// <summary>The names by which a claim's requests, and the alternatives in them, are referred to. Upstream: <c>requestNames</c>.</summary>
internal sealed class RequestNames
{
    private const string Expected =
        "must be the name of a request in the claim or the name of a request and a subrequest separated by '/'";

    private readonly HashSet<string> _names = new(StringComparer.Ordinal);

    public RequestNames(DeviceClaim claim)
    {
        foreach (var request in claim.Requests)
        {
            _names.Add(request.Name);
            foreach (var alternative in request.FirstAvailable) _names.Add($"{request.Name}/{alternative.Name}");
        }
    }

    /// <summary>Names of requests, each once.</summary>
    public void Validate(FieldErrorList errors, FieldPath path, ListOf<string> names)
    {
        for (var i = 0; i < names.Count; i++)
        {
            Validate(errors, path.Index(i), names[i]);
            if (names.IndexOf(names[i]) < i) errors.Add(FieldError.Duplicate(path.Index(i), names[i]));
        }
    }

    public void Validate(FieldErrorList errors, FieldPath path, string name)
    {
        var segments = name.Split('/');
        if (segments.Length > 2)
        {
            errors.Add(FieldError.Invalid(path, name, Expected));
            return;
        }

        foreach (var segment in segments) FormatRules.DnsLabel(errors, path, segment);
        if (!_names.Contains(name)) errors.Add(FieldError.Invalid(path, name, Expected));
    }
}
