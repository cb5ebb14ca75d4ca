namespace Kybernet.Kubelet.Environment;

/// <summary>What is known of this node now.</summary>
internal interface INodeFacts
{
    NodeFacts Current { get; }
}
