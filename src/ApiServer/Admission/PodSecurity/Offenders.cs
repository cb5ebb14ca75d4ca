namespace Kybernet.ApiServer.Admission.PodSecurity;

/// <summary>Who breaks a rule, in the words of its message: the pod, containers, both.</summary>
internal sealed class Offenders
{
    private readonly List<string> _containers = [];
    private readonly SortedSet<string> _values = new(StringComparer.Ordinal);
    private bool _hasPod;

    public bool Any => _hasPod || _containers.Count > 0;

    /// <summary>What they have that they must not, sorted, each once.</summary>
    public IReadOnlyCollection<string> Values => _values;

    public int Containers => _containers.Count;

    public void AddPod(string value = "")
    {
        _hasPod = true;
        if (value.Length > 0) _values.Add(value);
    }

    public void Add(string container) => _containers.Add(container);

    public void AddValue(string value) => _values.Add(value);

    /// <summary><c>containers "a", "b"</c>.</summary>
    public string ContainerText => $"{Plural("container", "containers", _containers.Count)} {Quoted(_containers)}";

    /// <summary><c>pod and container "a"</c>.</summary>
    public string Text => _hasPod ? _containers.Count > 0 ? "pod and " + ContainerText : "pod" : ContainerText;

    public string QuotedValues => Quoted(_values);

    public static string Plural(string one, string several, int count) => count == 1 ? one : several;

    public static string Quoted(IReadOnlyCollection<string> values) => values.Count == 0 ? "" : $"\"{string.Join("\", \"", values)}\"";
}
