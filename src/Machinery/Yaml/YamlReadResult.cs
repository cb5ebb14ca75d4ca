using Kybernet.Machinery.Collections;

namespace Kybernet.Machinery.Yaml;

/// <summary>The documents of a source up to its end or its first error.</summary>
/// <param name="Documents">Those read; with an error, those before the bad one.</param>
/// <param name="Error">Why the reading stopped early, or null.</param>
public readonly record struct YamlReadResult(ListOf<YamlDocument> Documents, YamlError? Error)
{
    public bool IsSuccess => Error is null;
}
