using BenchmarkDotNet.Attributes;
using Kybernet.Bench.Micro.Subjects;
using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Json;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Bench.Micro.Full;

/// <summary>What schedulers and watch filters do all day: none may allocate.</summary>
[MemoryDiagnoser]
public class SelectorsAndQuantities
{
    private readonly Selector _selector = SelectorSubject.Parse();
    private readonly MapOf<string> _labels = OurPods.DecodeJson(new PodBytes().Json[0], DecodeOptions.Default).Metadata.Labels;
    private int _round;

    [Benchmark]
    public void MatchLabels() => SelectorSubject.Match(_selector, _labels);

    [Benchmark]
    public void ParseQuantity() => QuantitySubject.Parse(_round++);

    [Benchmark]
    public void FormatQuantity() => QuantitySubject.Format(_round++);
}
