namespace Kybernet.Machinery.Apply.Typed;

/// <summary>What is wrong with a value of a type, each with the path to it, in upstream's words.</summary>
internal sealed class TypedErrors
{
    private readonly List<(string Path, string Message)> _errors = [];

    public int Count => _errors.Count;

    public void Add(string message, string path = "") => _errors.Add((path, message));

    /// <summary>Puts a step before the paths of the errors from an index on: the walk comes back up.</summary>
    public void Prefix(int from, object step)
    {
        for (var i = from; i < _errors.Count; i++) _errors[i] = (step + _errors[i].Path, _errors[i].Message);
    }

    public override string ToString()
    {
        var lines = _errors.Select(error => error.Path.Length == 0 ? error.Message : $"{error.Path}: {error.Message}");
        return _errors.Count == 1 ? lines.First() : "errors:\n" + string.Join('\n', lines.Select(line => "  " + line));
    }
}
