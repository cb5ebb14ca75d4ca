using System.Diagnostics;
using System.Globalization;
using Kybernet.Bench.Starts;

// starts [processes]   how long TestCluster.StartAsync takes: first in a process, next, 200 at once; minimum and median of so many processes
// starts --here        in this process alone
if (args is ["--here"])
{
    Console.WriteLine(await Starts.MeasureAsync());
    return 0;
}

var processes = args.Length > 0 ? int.Parse(args[0], CultureInfo.InvariantCulture) : 10;
var measured = new List<Starts>();
for (var i = 0; i < processes; i++)
{
    using var child = Process.Start(new ProcessStartInfo(Environment.ProcessPath!, "--here") { RedirectStandardOutput = true })!;
    var text = await child.StandardOutput.ReadToEndAsync();
    await child.WaitForExitAsync();
    if (child.ExitCode != 0) return child.ExitCode;
    Console.Write(text);
    measured.Add(Starts.Parse(text));
}

Console.WriteLine($"min    {Each(i => measured.Min(one => one[i]))}");
Console.WriteLine($"median {Each(i => measured.Select(one => one[i]).Order().ElementAt(processes / 2))}");
return 0;

static Starts Each(Func<int, double> of) => new([.. Enumerable.Range(0, Starts.Count).Select(of)]);
