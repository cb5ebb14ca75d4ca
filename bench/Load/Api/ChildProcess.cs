using System.Diagnostics;
using System.Globalization;

namespace Kybernet.Bench.Load.Api;

/// <summary>A process the load is measured against: started, watched through <c>/proc</c>, ended with the benchmark.</summary>
internal sealed class ChildProcess : IDisposable
{
    private const double TicksPerSecond = 100;
    private readonly Process _process;

    private ChildProcess(Process process, string ready)
    {
        _process = process;
        Ready = ready;
    }

    /// <summary>The line it wrote when it was ready.</summary>
    public string Ready { get; }

    /// <summary>Resident memory in MB.</summary>
    public double ResidentMegabytes
    {
        get
        {
            var line = File.ReadLines($"/proc/{_process.Id}/status").First(static line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
            return double.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], CultureInfo.InvariantCulture) / 1024;
        }
    }

    /// <summary>Processor seconds of all its threads so far.</summary>
    public double ProcessorSeconds
    {
        get
        {
            // The second field is the program's name in brackets and may hold spaces; user and system time are the 12th and 13th after it.
            var text = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Starts a program and waits for the line that holds a word.</summary>
    public static async Task<ChildProcess> StartAsync(string program, IEnumerable<string> arguments, string readyWord, CancellationToken cancel)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardInput = true };
        CompiledAtOnce.Forget(start);
        var process = Process.Start(start)!;
        while (await process.StandardOutput.ReadLineAsync(cancel) is { } line)
            if (line.Contains(readyWord, StringComparison.Ordinal)) return new(process, line);
        throw new InvalidOperationException($"{program} ended before it was ready");
    }

    /// <summary>Asks it to stop, and waits until it has.</summary>
    public void Terminate()
    {
        using (var kill = Process.Start("kill", [_process.Id.ToString(CultureInfo.InvariantCulture)])) kill.WaitForExit();
        _process.WaitForExit();
    }

    /// <summary>Writes a line, and reads one.</summary>
    public async Task<string> TellAsync(string line, CancellationToken cancel)
    {
        await _process.StandardInput.WriteLineAsync(line.AsMemory(), cancel);
        await _process.StandardInput.FlushAsync(cancel);
        return await _process.StandardOutput.ReadLineAsync(cancel) ?? "";
    }

    /// <summary>Closes its input, which is the sign to end, and gives the last line it wrote.</summary>
    public async Task<string> FinishAsync(CancellationToken cancel)
    {
        _process.StandardInput.Close();
        var last = "";
        while (await _process.StandardOutput.ReadLineAsync(cancel) is { } line) last = line;
        return last;
    }

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
