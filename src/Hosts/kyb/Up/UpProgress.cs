using System.Globalization;

namespace Kybernet.Hosts.Kyb.Up;

/// <summary>What <c>kyb up</c> tells while it starts: a line a step, with the time since the beginning.</summary>
internal sealed class UpProgress(TextWriter output, TimeProvider time)
{
    private readonly long _began = time.GetTimestamp();

    public void Say(string step)
    {
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{time.GetElapsedTime(_began).TotalSeconds,6:0.00} s  {step}"));
        output.Flush();
    }

    public void Usage(string kubeconfig)
    {
        output.WriteLine($"""

            The cluster is ready. In another terminal:

              export KUBECONFIG={kubeconfig}
              kubectl get pods --all-namespaces

            Ctrl-C ends it.
            """);
        output.Flush();
    }
}
