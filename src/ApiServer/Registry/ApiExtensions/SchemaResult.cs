namespace Kybernet.ApiServer.Registry.ApiExtensions;

/// <summary>
/// What is wrong with a value, and how much was right: of several schemas the one that fits most explains best. Upstream:
/// <c>kube-openapi/pkg/validation/validate.Result</c>.
/// </summary>
internal sealed class SchemaResult
{
    private readonly List<SchemaFault> _faults = [];

    public IReadOnlyList<SchemaFault> Faults => _faults;

    public bool IsValid => _faults.Count == 0;

    public int Matches { get; private set; }

    public void Match() => Matches++;

    /// <summary>The same message is said once.</summary>
    public void Add(SchemaFault fault)
    {
        if (!_faults.Exists(other => other.Message == fault.Message)) _faults.Add(fault);
    }

    public void Merge(SchemaResult other)
    {
        foreach (var fault in other._faults) Add(fault);
        Matches += other.Matches;
    }
}
