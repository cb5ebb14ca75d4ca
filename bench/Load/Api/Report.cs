using System.Globalization;

namespace Kybernet.Bench.Load.Api;

/// <summary>The one table.</summary>
internal sealed class Report(TextWriter output)
{
    private readonly List<string> _notes = [];

    public void Open() => output.WriteLine(
        $"{"",-34}{"a second",10}{"target",10}{"p50 ms",9}{"p99 ms",9}{"MB/s",8}{"µs server",11}{"µs load",9}");

    /// <param name="name">What was measured.</param>
    /// <param name="loop">The figures.</param>
    /// <param name="target">Requests a second wished for; 0: none.</param>
    /// <param name="serverSeconds">The server's processor time.</param>
    public void Add(string name, LoopResult loop, double target, double serverSeconds) => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{name,-34}{loop.PerSecond,10:n0}{Target(target),10}{loop.Milliseconds(0.5),9:f2}{loop.Milliseconds(0.99),9:f2}"
        + $"{loop.MegabytesPerSecond,8:n0}{serverSeconds * 1e6 / loop.Requests,11:n0}{loop.LoadProcessor.TotalMicroseconds / loop.Requests,9:n0}"));

    public void Add(string name, double value, string unit, string target = "") => output.WriteLine(string.Create(
        CultureInfo.InvariantCulture, $"{name,-34}{value,10:n2}{target,10} {unit}"));

    public void Note(string text) => _notes.Add(text);

    public void Close()
    {
        foreach (var note in _notes) output.WriteLine(note);
    }

    private static string Target(double value) => value > 0 ? value.ToString("n0", CultureInfo.InvariantCulture) : "";
}
