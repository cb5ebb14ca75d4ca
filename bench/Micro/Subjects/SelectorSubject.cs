using Kybernet.Machinery.Collections;
using Kybernet.Machinery.Selectors;

namespace Kybernet.Bench.Micro.Subjects;

/// <summary>A selector with every kind of requirement, which a checkout pod satisfies.</summary>
internal static class SelectorSubject
{
    public static Selector Parse() => Selector.Parse(
        "app.kubernetes.io/name=checkout,app.kubernetes.io/part-of in (shop,store),pod-template-hash,tier notin (batch,test),!canary");

    public static void Match(Selector selector, MapOf<string> labels)
    {
        if (!selector.Matches(labels)) throw new InvalidOperationException($"{selector} does not match {labels}");
    }
}
