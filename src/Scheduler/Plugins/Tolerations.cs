using Kybernet.Api.Core.V1;
using Kybernet.Machinery.Collections;

namespace Kybernet.Scheduler.Plugins;

/// <summary>Whether tolerations cover taints. Upstream: <c>api/core/v1/toleration.go</c>.</summary>
public static class Tolerations
{
    public static bool Tolerate(this ListOf<Toleration> tolerations, Taint taint)
    {
        foreach (var toleration in tolerations)
            if (toleration.Tolerates(taint)) return true;
        return false;
    }

    /// <summary>An empty effect or key is any; <c>Lt</c> and <c>Gt</c> (of numbers, taint to toleration) are off by default upstream.</summary>
    public static bool Tolerates(this Toleration toleration, Taint taint) =>
        (toleration.Effect.Length == 0 || toleration.Effect == taint.Effect) &&
        (toleration.Key.Length == 0 || toleration.Key == taint.Key) &&
        toleration.Operator switch
        {
            "" or "Equal" => toleration.Value == taint.Value,
            "Exists" => true,
            _ => false,
        };

    /// <summary>The first taint that keeps pods away and is not tolerated.</summary>
    public static Taint? FindUntolerated(this ListOf<Toleration> tolerations, ListOf<Taint> taints)
    {
        foreach (var taint in taints)
            if (taint.Effect is "NoSchedule" or "NoExecute" && !tolerations.Tolerate(taint)) return taint;
        return null;
    }
}
