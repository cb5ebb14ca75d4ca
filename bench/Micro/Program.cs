using System.Globalization;
using Kybernet.Bench.Micro.Quick;
using Kybernet.Bench.Micro.Subjects;

// --quick [PART OF A NAME]   every comparison, or those with that in the name, in less than a minute
// retained [PODS]            memory kept alive by a decoded pod
// anything else              BenchmarkDotNet's arguments
Agreement.Check();
switch (args)
{
    case ["--quick", .. var rest]:
        QuickRun.Time(TimeSpan.FromSeconds(1.5), rest.FirstOrDefault());
        if (rest.Length == 0) QuickRun.Memory(5_000);
        break;
    case ["retained", .. var rest]:
        QuickRun.Memory(rest.Length == 0 ? 20_000 : int.Parse(rest[0], CultureInfo.InvariantCulture));
        break;
    default:
#if NATIVE
        Console.Error.WriteLine("--quick | retained [PODS]");
        return 2;
#else
        BenchmarkDotNet.Running.BenchmarkSwitcher.FromAssembly(typeof(Program).Assembly).Run(args);
        break;
#endif
}

return 0;
